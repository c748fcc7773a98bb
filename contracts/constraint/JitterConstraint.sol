// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {CalendarConstraint} from "contracts/constraint/CalendarConstraint.sol";

/// @title JitterConstraint
/// @notice One rebalance in each slot of a calendar, from a moment on that every account has to itself: so vaults of one
///         calendar do not all trade in the same block (features E9, math 1.2).
/// @dev The moment is as far into the slot as salt, account and slot hash to, within the window. Everybody can work it
///      out: it keeps a herd apart, and hides a trade from nobody.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault's set elsewhere.
contract JitterConstraint is CalendarConstraint {
    using FixedPointMathLib for uint256;

    struct Calendar {
        uint256 anchor; // {s}, not after the deployment
        uint256 period; // {s} of a slot
        uint256 window; // {s} at the start of a slot, in which the moments are
        bytes32 salt;
        uint256 least; // D18{1} of the vault's value, sold: a rebalance of less takes no slot
    }

    uint256 internal immutable _window;
    bytes32 internal immutable _salt;

    /// @param it Its window leaves a half of each slot to who comes late.
    constructor(Calendar memory it) CalendarConstraint(it.anchor, it.period, it.least) {
        Bounds.requireSome("window", it.window, it.period / 2);
        (_window, _salt) = (it.window, it.salt);
    }

    function calendar() external view returns (Calendar memory) {
        return Calendar(_anchor, _period, _window, _salt, _least);
    }

    /// @return {s}, from when on an account may rebalance in a slot.
    function momentOf(address account, uint256 slot) public view returns (uint256) {
        return _anchor + slot * _period + uint256(keccak256(abi.encode(_salt, account, slot))) % _window;
    }

    /// @inheritdoc CalendarConstraint
    function nextMoment(address account, uint256 time) public view override returns (uint256) {
        return momentOf(account, slotAt(time).max(lastSlot[account] + 1));
    }
}
