// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title IBudget
/// @notice Remembers what has been turned over, and says how much more may be.
/// @dev For each account apart: it is whoever has a rebalance checked, so a vault, or the set that stands before it.
interface IBudget {
    /// @param time {s}, of a state.
    /// @return D18{1} of the account's value that a rebalance then may part with, rounded down.
    function budgetOf(address account, uint256 time) external view returns (uint256);
}
