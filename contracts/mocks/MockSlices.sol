// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Slices} from "contracts/math/Slices.sol";
import {Stride} from "contracts/math/Stride.sol";
import {TokenBucket} from "contracts/math/TokenBucket.sol";

/// @title MockSlices
/// @notice Opens the internal functions of Slices, Stride and TokenBucket to tests, and says what they cost.
contract MockSlices {
    function remaining(uint256 urgency, uint256 time) external pure returns (uint256) {
        return Slices.remaining(urgency, time);
    }

    function roll(Slices.Programme memory it, Slices.Cut memory cut, uint256 time)
        external
        pure
        returns (Slices.Programme memory)
    {
        return Slices.roll(it, cut, time);
    }

    function allowed(Slices.Programme memory it, Slices.Cut memory cut) external pure returns (uint256) {
        return Slices.allowed(it, cut);
    }

    function wayTo(uint256[] memory held, uint256[] memory goal) external pure returns (uint256) {
        return Stride.wayTo(held, goal);
    }

    function part(uint256 budget, uint256 way) external pure returns (uint256) {
        return Stride.part(budget, way);
    }

    function towards(uint256[] memory held, uint256[] memory goal, uint256 step)
        external
        pure
        returns (uint256[] memory)
    {
        return Stride.towards(held, goal, step);
    }

    function budgetAt(TokenBucket.Bucket memory bucket, uint256 cap, uint256 rate, uint256 time)
        external
        pure
        returns (uint256)
    {
        return TokenBucket.budgetAt(bucket, cap, rate, time);
    }

    /// @return {gas} of one question.
    function gasOfRemaining(uint256 urgency, uint256 time) external view returns (uint256) {
        uint256 start = gasleft();
        Slices.remaining(urgency, time);
        return start - gasleft();
    }
}
