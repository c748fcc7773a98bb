// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title Slices
/// @notice A way that is gone in slices: how much of it is allowed when (math 5.4, features E6).
library Slices {
    using FixedPointMathLib for uint256;

    /// @dev A programme under way: one word. What is spent in a slice is taken off when the next one begins.
    struct Programme {
        uint64 distance; // 8; D18{1}, the whole way
        uint64 left; // + 8 = 16; D18{1}, of it, when the slice began
        uint64 spent; // + 8 = 24; D18{1}, in the slice
        uint40 start; // + 5 = 29; {s}
        uint8 slice; // + 1 = 30; the last one in which something was spent
    }

    /// @dev How it is cut.
    struct Cut {
        uint256 slices; // above 0, at most 255
        uint256 interval; // {s} from one to the next, above 0
        uint256 urgency; // D18{1}, kT of math 5.4, at most MOST_URGENT; 0: all slices are the same
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant D36 = 1e36;
    uint256 internal constant CRUMBS = 8; // What is left of a slice when it is an eighth of it is not worth its gas.
    uint256 internal constant MOST_URGENT = 8e18; // D18{1}: half of the time does 98 % of the way.

    /// @dev Terms of the series after the first, and two more for each whole x: the rest is below 1e-24 of the sum.
    uint256 internal constant TERMS = 12;

    /// @notice A programme that begins. @param distance D18{1}, at most 2^64. @param time {s}
    function begin(uint256 distance, uint256 time) internal pure returns (Programme memory) {
        return Programme(uint64(distance), uint64(distance), 0, uint40(time), 0);
    }

    /// @notice The same programme in the slice of a time, of which nothing may be spent yet.
    /// @param time {s}, before the programme is over; one before the last is the last.
    function roll(Programme memory it, Cut memory cut, uint256 time) internal pure returns (Programme memory) {
        uint256 slice = sliceAt(it, cut, time);
        if (slice <= it.slice) return it;
        return Programme(it.distance, it.left - it.spent, 0, it.start, uint8(slice));
    }

    /// @notice The number of the slice at a time {s}; where that is `cut.slices` or more the programme is over.
    function sliceAt(Programme memory it, Cut memory cut, uint256 time) internal pure returns (uint256) {
        return time.zeroFloorSub(it.start) / cut.interval;
    }

    /// @notice What may still be spent in the slice of a programme that is rolled to it, D18{1}.
    /// @dev What earlier slices left is spread over the rest, or where there is urgency is allowed at once; in one slice
    ///      never more than twice what was meant for it. Crumbs of a slice are left to the next.
    function allowed(Programme memory it, Cut memory cut) internal pure returns (uint256) {
        (uint256 most, uint256 meant) = cut.urgency == 0 ? _even(it, cut.slices) : _urgent(it, cut);
        most = most.min(2 * meant);
        uint256 left = most.zeroFloorSub(it.spent);
        return left * CRUMBS > most ? left : 0;
    }

    /// @notice The part of a way that is left after a part of the time, by Almgren and Chriss:
    ///         sinh(k (1 - f)) / sinh(k), rounded down, to a unit; it never rises with time.
    /// @param urgency k, D18{1}, above 0, at most MOST_URGENT. @param part f, D18{1}, at most one. @return D18{1}
    function remaining(uint256 urgency, uint256 part) internal pure returns (uint256) {
        return _sinh(urgency * (ONE - part)) * ONE / _sinh(urgency * ONE);
    }

    /// @dev The same for all: math 5.4, TWAP.
    function _even(Programme memory it, uint256 slices) private pure returns (uint256 most, uint256 meant) {
        return (it.left / (slices - it.slice), it.distance / slices);
    }

    /// @dev Down to what should be left when the slice is over.
    function _urgent(Programme memory it, Cut memory cut) private pure returns (uint256 most, uint256 meant) {
        (uint256 distance, uint256 whole) = (it.distance, _sinh(cut.urgency * ONE));
        uint256 each = cut.urgency * ONE / cut.slices; // D36{1}
        uint256 rest = cut.slices - it.slice;
        uint256 first = distance * _sinh(each * rest) / whole;
        uint256 last = (distance * _sinh(each * (rest - 1))).divUp(whole);
        return (uint256(it.left).zeroFloorSub(last), first.zeroFloorSub(last));
    }

    /// @dev x (1 + x^2/(2*3) (1 + x^2/(4*5) (1 + ...))), each step rounded down, so that it never falls as x rises.
    /// @param x D36{1}, at most 8e36. @return sum D36{1}
    function _sinh(uint256 x) private pure returns (uint256 sum) {
        unchecked {
            uint256 square = x * x / D36; // At most 6.4e37; the sum stays below 187e36: their product below 1.2e76.
            sum = D36;
            for (uint256 k = 2 * TERMS + 4 * (x / D36); k > 0; k -= 2) {
                sum = D36 + square * sum / (k * (k + 1) * D36);
            }
            sum = x * sum / D36;
        }
    }
}
