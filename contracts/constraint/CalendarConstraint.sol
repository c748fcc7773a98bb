// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IConstraint} from "interfaces/IConstraint.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Valuation} from "contracts/math/Valuation.sol";

/// @title CalendarConstraint
/// @notice One rebalance in each slot of a calendar that stands still: a late one moves no later slot, and slots that
///         were missed are one (math 1.2). Slot 0, which begins at the anchor, has none.
/// @dev A rebalance of less than `least` waits for its slot as any other does, and leaves it to the next one: so who
///      makes one small, or pays for a small one, takes nobody's turn.
abstract contract CalendarConstraint is IConstraint {
    using FixedPointMathLib for uint256;

    error NotDue(uint256 time, uint256 next);

    uint256 internal constant LEAST_PERIOD = 1 minutes; // {s}, five blocks: a shorter one is no calendar.
    uint256 internal constant MAX_PERIOD = 366 days; // {s}, a leap year
    uint256 internal constant LEAST = 1e12; // D18{1}, a millionth: so that it is something.
    uint256 internal constant MOST = 0.1e18; // D18{1}, a tenth: what a whole slice of a vault is.

    uint256 internal immutable _anchor; // {s}
    uint256 internal immutable _period; // {s} of a slot
    uint256 internal immutable _least; // D18{1} of the vault's value, sold: a rebalance of less takes no slot
    mapping(address caller => uint256) public lastSlot;

    /// @param anchor_ {s}, not after the deployment: a calendar that has not begun would stand still.
    constructor(uint256 anchor_, uint256 period_, uint256 least_) {
        Bounds.requireAtMost("anchor", anchor_, block.timestamp);
        Bounds.requireBetween("period", period_, LEAST_PERIOD, MAX_PERIOD);
        Bounds.requireBetween("least", least_, LEAST, MOST);
        (_anchor, _period, _least) = (anchor_, period_, least_);
    }

    /// @inheritdoc IConstraint
    function requireReady(address account) external view {
        _requireDue(account, block.timestamp);
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata start, uint256[] calldata, State calldata) external view {
        _requireDue(account, start.time);
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata, State calldata end) external {
        _requireDue(msg.sender, start.time);
        if (Valuation.turnover(start, end) >= _least) lastSlot[msg.sender] = slotAt(start.time);
    }

    /// @notice The slot at a time {s}; before the anchor it is the first.
    function slotAt(uint256 time) public view returns (uint256) {
        return time.zeroFloorSub(_anchor) / _period;
    }

    /// @return {s}, from when on an account may rebalance, asked at a time {s}.
    function nextMoment(address account, uint256 time) public view virtual returns (uint256);

    function _requireDue(address account, uint256 time) internal view {
        uint256 next = nextMoment(account, time);
        require(time >= next, NotDue(time, next));
    }
}
