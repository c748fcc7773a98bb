// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title TokenBucket
/// @notice A budget that fills with time up to a cap, and is spent (math 1.3).
library TokenBucket {
    using FixedPointMathLib for uint256;

    /// @dev What was left, and when: one word. One that nobody has touched has filled since 1970.
    struct Bucket {
        uint64 budget; // 8; D18{1}
        uint40 time; // + 5 = 13; {s}
    }

    uint256 internal constant DAY = 1 days; // {s}

    /// @notice What is in it at a time, rounded down.
    /// @param cap D18{1}, at most 2^64. @param rate D18{1/day}, at most 2^128. @param time {s}; before the last it has not
    ///        filled. @return D18{1}
    function budgetAt(Bucket memory bucket, uint256 cap, uint256 rate, uint256 time)
        internal
        pure
        returns (uint256)
    {
        uint256 filled = rate.saturatingMul(time.zeroFloorSub(bucket.time)) / DAY;
        return cap.min(filled.saturatingAdd(bucket.budget));
    }
}
