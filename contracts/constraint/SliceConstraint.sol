// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IConstraint} from "interfaces/IConstraint.sol";
import {IProgramme} from "interfaces/IProgramme.sol";
import {State} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Slices} from "contracts/math/Slices.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title SliceConstraint
/// @notice A long way to the target is gone in slices, one in each interval: all the same, or the faster the earlier, as
///         Almgren and Chriss have it (math 5.4, features E6).
/// @dev A rebalance that starts beyond `least` begins a programme by itself, which ends when a rebalance leaves no more
///      than that, or else when its time is over; where the way has more than doubled it begins anew. Nothing is in flight between slices, so there is nothing to call
///      back: what is not traded is in the vault, a pause stops a programme, and it dies of its age.
/// @custom:stop Nothing to stop: no owner, no setter. Pause the vault, or point its set elsewhere.
contract SliceConstraint is IConstraint, IProgramme {
    using Slices for Slices.Programme;

    error SliceUsed(uint256 time, uint256 next);
    error SliceTooLarge(uint256 turnover, uint256 slice);

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MOST_SLICES = 100; // Beyond it a slice of a half is below the gas that it takes.
    uint256 internal constant GROWN = 2; // Times its way: with the next slice a programme that is too small begins anew.
    uint256 internal constant MAX_TIME = 7 days; // {s} of a programme, as long as the longest pause.
    uint256 internal constant LEAST = 1e12; // D18{1}, a millionth: so that each slice of it is something.
    uint256 internal constant MOST = 0.5e18; // D18{1}: beyond a half nothing would ever be sliced.

    uint256 public immutable slices;
    uint256 public immutable interval; // {s}
    uint256 public immutable urgency; // D18{1}, 0: all slices are the same
    uint256 public immutable least; // D18{1}, what is gone in one
    mapping(address caller => Slices.Programme) public programmeOf;

    /// @param urgency_ D18{1}, kT of math 5.4: the root of risk aversion times variance over impact, times the whole time.
    constructor(uint256 slices_, uint256 interval_, uint256 urgency_, uint256 least_) {
        Bounds.requireBetween("slices", slices_, 2, MOST_SLICES);
        Bounds.requireSome("interval", interval_, MAX_TIME / slices_);
        Bounds.requireAtMost("urgency", urgency_, Slices.MOST_URGENT);
        Bounds.requireBetween("least", least_, LEAST, MOST);
        (slices, interval, urgency, least) = (slices_, interval_, urgency_, least_);
    }

    /// @inheritdoc IConstraint
    function requireReady(address account) external view {
        Slices.Programme memory it = programmeOf[account];
        if (_runs(it, block.timestamp)) _requireSome(it.roll(_cut(), block.timestamp), block.timestamp);
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata start, uint256[] calldata target, State calldata end)
        external
        view
    {
        _judge(programmeOf[account], start, target, end);
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata target, State calldata end) external {
        Slices.Programme memory last = programmeOf[msg.sender];
        Slices.Programme memory it = _judge(last, start, target, end);
        bool goesOn = it.distance > 0 && it.start == last.start;
        if (last.distance > 0 && !goesOn) emit ProgrammeEnded(msg.sender, last.left - last.spent);
        if (it.distance > 0) {
            if (!goesOn) emit ProgrammeStarted(msg.sender, it.distance, start.time + slices * interval);
            if (Weights.totalDrift(end, target) <= least) {
                emit ProgrammeEnded(msg.sender, it.left - it.spent);
                delete it;
            }
        }
        programmeOf[msg.sender] = it;
    }

    /// @inheritdoc IProgramme
    function sliceOf(address account, uint256 drift, uint256 time) external view returns (uint256) {
        Slices.Programme memory it = _at(programmeOf[account], drift, time);
        return it.distance > 0 ? it.allowed(_cut()) : ONE;
    }

    function _judge(
        Slices.Programme memory it,
        State calldata start,
        uint256[] calldata target,
        State calldata end
    ) internal view returns (Slices.Programme memory) {
        it = _at(it, Weights.totalDrift(start, target), start.time);
        if (it.distance == 0) return it;
        uint256 slice = _requireSome(it, start.time);
        uint256 turnover = Valuation.turnover(start, end);
        require(turnover <= slice, SliceTooLarge(turnover, slice));
        it.spent += uint64(turnover);
        return it;
    }

    /// @return slice D18{1}, above 0.
    function _requireSome(Slices.Programme memory it, uint256 time) internal view returns (uint256 slice) {
        slice = it.allowed(_cut());
        require(slice > 0, SliceUsed(time, it.start + (it.slice + 1) * interval));
    }

    /// @dev The programme of the moment: the one that runs, a new one, or none where none is due.
    function _at(Slices.Programme memory it, uint256 drift, uint256 time)
        internal
        view
        returns (Slices.Programme memory none)
    {
        if (_runs(it, time)) {
            Slices.Programme memory now_ = it.roll(_cut(), time);
            if (now_.slice == it.slice || drift <= GROWN * it.distance) return now_;
        }
        if (drift > least) return Slices.begin(drift, time);
    }

    function _runs(Slices.Programme memory it, uint256 time) internal view returns (bool) {
        return it.distance > 0 && it.sliceAt(_cut(), time) < slices;
    }

    function _cut() internal view returns (Slices.Cut memory) {
        return Slices.Cut(slices, interval, urgency);
    }
}
