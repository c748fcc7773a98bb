// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title IPace
/// @notice Remembers the last target that was good, and says how far from it the next one may be.
/// @dev For each account apart: it is whoever has a rebalance checked, so a vault, or the set that stands before it.
interface IPace {
    /// @param n The number of the account's assets.
    /// @return weights D18{1}, in whole thousand-millionths, their sum exactly 1e18. @return time {s}, of the state that it
    ///         was the target of; both are 0 where there has been none.
    function lastOf(address account, uint256 n) external view returns (uint256[] memory weights, uint256 time);

    /// @param time {s}, of a state.
    /// @return low D18{1}, the least weights that its target may have, at least 0. @return high The most, at most one.
    function windowOf(address account, uint256 n, uint256 time)
        external
        view
        returns (uint256[] memory low, uint256[] memory high);
}
