// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {State} from "interfaces/Types.sol";

/// @title IProblem
/// @notice What weights are judged by: how far from the best they are, and how far they may be.
interface IProblem {
    error GapTooWide(uint256 gap, uint256 tolerance);

    /// @notice Reverts, by name, where the weights are none, or may not be wanted whatever they are worth.
    /// @param weights D18{1}, one for each asset of the state.
    /// @return {x}, at most so much are they worse than the best, in the problem's own unit, rounded up.
    function gapOf(State calldata state, uint256[] calldata weights) external view returns (uint256);

    /// @return {x}, the widest gap that will do, in the same unit.
    function tolerance() external view returns (uint256);
}
