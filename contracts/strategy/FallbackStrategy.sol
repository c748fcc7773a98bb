// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IStrategy} from "interfaces/IStrategy.sol";
import {State} from "interfaces/Types.sol";
import {Attempt} from "contracts/math/Attempt.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title FallbackStrategy
/// @notice Wants what one strategy wants and, where that one refuses or its answer is no vector of weights, what another
///         wants: so an estimator that is dead stops neither the vault nor the assets that need none (features K5).
/// @dev The first gets a stated stipend of gas, or nobody is asked: too little gas never makes it look dead.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere.
contract FallbackStrategy is IStrategy {
    uint256 internal constant TARGET_GAS = 500_000; // {gas}: the dearest of these takes a quarter of it for twenty assets.

    IStrategy public immutable primary;
    IStrategy public immutable secondary;

    constructor(IStrategy primary_, IStrategy secondary_) {
        (primary, secondary) = (primary_, secondary_);
    }

    /// @inheritdoc IStrategy
    /// @dev Reverts `GasTooLow`, and as the second does where both refuse.
    function target(State calldata state) external view returns (uint256[] memory) {
        bytes memory asked = abi.encodeCall(IStrategy.target, (state));
        (bool given, uint256[] memory weights) =
            Attempt.readList(address(primary), TARGET_GAS, asked, state.assets.length);
        return given && Weights.isWhole(weights) ? weights : secondary.target(state);
    }
}
