// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title FixedWeightStrategy
/// @notice Always wants the same weights.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract FixedWeightStrategy is IStrategy {
    uint64[] internal _weights; // D18{1}, four a slot

    /// @param weights D18{1}, in the order of the vault's assets, their sum exactly 1e18.
    constructor(uint256[] memory weights) {
        Weights.requireValid(weights, weights.length);
        for (uint256 i; i < weights.length; ++i) {
            _weights.push(uint64(weights[i])); // No weight is above 1e18, which is below 2^64.
        }
    }

    /// @inheritdoc IStrategy
    function target(State calldata state) external view returns (uint256[] memory weights) {
        uint256 n = _weights.length;
        require(state.assets.length == n, Weights.WeightCount(n, state.assets.length));
        weights = new uint256[](n);
        for (uint256 i; i < n; ++i) {
            weights[i] = _weights[i];
        }
    }
}
