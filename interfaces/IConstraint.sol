// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {State} from "interfaces/Types.sol";

/// @title IConstraint
/// @notice Says what may be true. Judges a rebalance once, after the fact, at the prices it started from.
/// @dev What it remembers (a clock, a budget) it keeps for each caller apart, so that a stranger who
///      calls it spends only a stranger's budget.
interface IConstraint {
    /// @notice Reverts with its numbers where no rebalance of the account can pass now, whatever is observed. Asked
    ///         before anything else, so that who comes too early pays little (cases KP-07); promises nothing else.
    function requireReady(address account) external view;

    /// @notice Reverts with its numbers unless the account may go from start to end; remembers nothing.
    function judge(address account, State calldata start, uint256[] calldata target, State calldata end)
        external
        view;

    /// @notice Judges the caller, then remembers what was spent.
    function check(State calldata start, uint256[] calldata target, State calldata end) external;
}
