// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {Attempt} from "contracts/math/Attempt.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title FallbackStrategy
/// @notice Wants what one strategy wants and, where that one refuses or its answer is no vector of weights, what another
///         wants: so an estimator that is dead stops neither the vault nor the assets that need none (features K5).
/// @dev The first gets a stated stipend of gas, or nobody is asked: too little gas never makes it look dead.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract FallbackStrategy is IStrategy {
    uint256 internal constant MIN_GAS = 50_000; // {gas}, several times what the cheapest strategy takes.
    uint256 internal constant MAX_GAS = 5_000_000; // {gas}, a sixth of a block of 30 million.

    IStrategy public immutable primary;
    IStrategy public immutable secondary;
    uint256 public immutable primaryGas; // {gas} that the first gets for a question

    constructor(IStrategy primary_, IStrategy secondary_, uint256 primaryGas_) {
        Bounds.requireBetween("primaryGas", primaryGas_, MIN_GAS, MAX_GAS);
        (primary, secondary, primaryGas) = (primary_, secondary_, primaryGas_);
    }

    /// @inheritdoc IStrategy
    /// @dev Reverts `GasTooLow`, and as the second does where both refuse.
    function target(State calldata state) external view returns (uint256[] memory) {
        bytes memory asked = abi.encodeCall(IStrategy.target, (state));
        (bool given, uint256[] memory weights) =
            Attempt.readList(address(primary), primaryGas, asked, state.assets.length);
        return given && Weights.isWhole(weights) ? weights : secondary.target(state);
    }
}
