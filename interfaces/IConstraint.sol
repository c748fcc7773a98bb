// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {State} from "interfaces/Types.sol";

/// @title IConstraint
/// @notice Says what may be true. Judges a rebalance once, after the fact, at the prices it started from.
/// @dev What it remembers (a clock, a budget) it keeps for each caller apart, so that a stranger who
///      calls it spends only a stranger's budget.
interface IConstraint {
    /// @notice Reverts with its numbers unless the caller may go from start to end; remembers nothing.
    function judge(State calldata start, uint256[] calldata target, State calldata end) external view;

    /// @notice Judges, then remembers what was spent.
    function check(State calldata start, uint256[] calldata target, State calldata end) external;
}
