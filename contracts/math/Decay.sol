// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title Decay
/// @notice How memories fade with time, and what is made of them.
library Decay {
    using FixedPointMathLib for uint256;

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant YEAR = 365 days; // {s}
    int256 internal constant MAX_RETURN = 0.5e18; // D18{1}; a larger one counts as this (math 2.1).

    /// @notice What is left of a memory: exp(-time/tau), to a unit.
    /// @param time {s}, below 2^48. @param tau {s}, above 0. @return D18{1}
    function kept(uint256 time, uint256 tau) internal pure returns (uint256) {
        unchecked {
            return uint256(FixedPointMathLib.expWad(-int256(time * ONE / tau)));
        }
    }

    /// @notice What a memory of squared returns becomes with one more of them (math 2.1), rounded down.
    /// @param variance D18{1/year}. @param change r, D18{1}, at most MAX_RETURN on either side.
    /// @param time {s} that it took, above 0. @param tau {s} @return D18{1/year}
    function blend(uint256 variance, int256 change, uint256 time, uint256 tau) internal pure returns (uint256) {
        unchecked {
            uint256 left = kept(time, tau); // The sum is below 2^150: no overflow.
            return (left * variance + (ONE - left) * uint256(change * change) / ONE * YEAR / time) / ONE;
        }
    }

    /// @notice A return, cut to what counts.
    function clip(int256 change) internal pure returns (int256) {
        return FixedPointMathLib.clamp(change, -MAX_RETURN, MAX_RETURN);
    }

    /// @notice The volatility of a variance, rounded up: a cap that it serves is never too loose (math 0.5).
    /// @param variance D18{1/year}, at most 2^190. @return D18{1/sqrt(year)}
    function rootUp(uint256 variance) internal pure returns (uint256 root) {
        uint256 square = variance * ONE;
        root = square.sqrt();
        unchecked {
            if (root * root < square) ++root; // A root is below 2^128.
        }
    }
}
