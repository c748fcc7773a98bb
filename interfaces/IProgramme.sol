// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title IProgramme
/// @notice Cuts a long way to the target into slices, and says how large the one of the moment is.
/// @dev For each account apart: it is whoever has a rebalance checked, so a vault, or the set that stands before it.
interface IProgramme {
    /// @notice A programme begins, with its first slice.
    /// @param distance D18{1}, what has to be sold in all. @param end {s}, when the last slice is over.
    event ProgrammeStarted(address indexed caller, uint256 distance, uint256 end);

    /// @notice It has ended before its time, as the rest is not worth slicing, or is over and another one begins.
    /// @param left D18{1} of its distance that was not sold in its slices.
    event ProgrammeEnded(address indexed caller, uint256 left);

    /// @notice From one slice to the next, {s}.
    function interval() external view returns (uint256);

    /// @param drift D18{1}, what has to be sold to reach the target. @param time {s}, of a state.
    /// @return D18{1} of the account's value that a rebalance then may part with, rounded down; one where no slices are due.
    function sliceOf(address account, uint256 drift, uint256 time) external view returns (uint256);
}
