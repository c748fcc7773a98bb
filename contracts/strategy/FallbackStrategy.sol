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
    uint256 internal constant WORD = 32; // {byte}

    IStrategy public immutable primary;
    IStrategy public immutable secondary;

    constructor(IStrategy primary_, IStrategy secondary_) {
        (primary, secondary) = (primary_, secondary_);
    }

    /// @inheritdoc IStrategy
    /// @dev Reverts `GasTooLow`, and as the second does where both refuse.
    function target(State calldata state) external view returns (uint256[] memory) {
        (bool given, uint256[] memory weights) = _ask(state);
        return given ? weights : secondary.target(state);
    }

    /// @dev An answer is a list of so many words at the usual place, and their sum is one; nothing else is decoded.
    function _ask(State calldata state) internal view returns (bool, uint256[] memory weights) {
        uint256 n = state.assets.length;
        bytes memory asked = abi.encodeCall(IStrategy.target, (state));
        (bool given, bytes memory said) = Attempt.read(address(primary), TARGET_GAS, asked, (2 + n) * WORD);
        if (!given) return (false, weights);
        (uint256 place, uint256 count) = abi.decode(said, (uint256, uint256));
        if (place != WORD || count != n) return (false, weights);
        weights = abi.decode(said, (uint256[]));
        return (Weights.isWhole(weights), weights);
    }
}
