// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {CalendarConstraint} from "contracts/constraint/CalendarConstraint.sol";

/// @title ScheduleConstraint
/// @notice One rebalance in each slot of a calendar, from its beginning on (math 1.2).
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault's set elsewhere.
contract ScheduleConstraint is CalendarConstraint {
    uint256 public immutable anchor; // {s}
    uint256 public immutable period; // {s}
    uint256 public immutable least; // D18{1} of the vault's value, sold: a rebalance of less takes no slot

    constructor(uint256 anchor_, uint256 period_, uint256 least_) CalendarConstraint(anchor_, period_, least_) {
        (anchor, period, least) = (anchor_, period_, least_);
    }

    /// @return {s}, when the next slot of an account begins.
    function nextSlot(address account) public view returns (uint256) {
        return _anchor + (lastSlot[account] + 1) * _period;
    }

    /// @inheritdoc CalendarConstraint
    function nextMoment(address account, uint256) public view override returns (uint256) {
        return nextSlot(account);
    }
}
