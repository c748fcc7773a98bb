// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title FixedWeightStrategy
/// @notice Always wants the same weights.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract FixedWeightStrategy is IStrategy {
    address internal immutable _list; // The weights, as code: one cold read for all (docs/decisions/0002).

    /// @param weights_ D18{1}, in the order of the vault's assets, their sum exactly 1e18.
    constructor(uint256[] memory weights_) {
        Weights.requireValid(weights_, weights_.length);
        _list = SSTORE2.write(abi.encode(weights_));
    }

    /// @inheritdoc IStrategy
    function target(State calldata state) external view returns (uint256[] memory wanted) {
        wanted = weights();
        uint256 n = state.assets.length;
        require(wanted.length == n, Weights.WeightCount(wanted.length, n));
    }

    /// @return D18{1}, in the order of the vault's assets.
    function weights() public view returns (uint256[] memory) {
        return abi.decode(SSTORE2.read(_list), (uint256[]));
    }
}
