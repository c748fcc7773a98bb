// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// @title NormalDistribution
/// @notice How likely a normal variable stays below a number: a rational of degree 8 over 9, times exp(-z^2/2) (math 6.1).
library NormalDistribution {
    using FixedPointMathLib for int256;

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant END = 9.3e18; // D18{1}: from here on what is left is below a hundredth of a unit.
    uint256 internal constant FINER = 12; // {bit} more of the exponential, so that its last unit does not count
    int256 internal constant LN_FINER = 8.317766166719343713e18; // D18{1}, 12 ln 2, within a hundredth of a unit.

    /// @notice The part of the distribution below z. Less than a unit off, never falling, and cdf(-z) = 1 - cdf(z) exactly.
    /// @param z D18{1}, any. @return D18{1}
    function cdf(int256 z) internal pure returns (uint256) {
        uint256 below = _tail(z.abs());
        return z > 0 ? ONE - below : below;
    }

    /// @dev The part beyond z >= 0, rounded to the nearest. All coefficients are above 0 and x is below 2^100, so the
    ///      polynomials stay below 2^130: nothing cancels, nothing overflows.
    function _tail(uint256 z) private pure returns (uint256) {
        if (z >= END) return 0;
        unchecked {
            uint256 fall = uint256(FixedPointMathLib.expWad(LN_FINER - int256((z * z + ONE) / (2 * ONE))));
            uint256 x = (z << 96) / ONE; // X96
            uint256 under = _denominator(x) << FINER;
            return (fall * _numerator(x) + under / 2) / under;
        }
    }

    /// @dev X96, by Horner's rule.
    function _numerator(uint256 x) private pure returns (uint256 sum) {
        unchecked {
            sum = 0x31cd4ab3e62832b770da;
            sum = (sum * x >> 96) + 0x557df1920e972a2a55548;
            sum = (sum * x >> 96) + 0x455bbca131b78be5de6a48;
            sum = (sum * x >> 96) + 0x228a48883e87abd0d5e3a76;
            sum = (sum * x >> 96) + 0xb874a0d8f1dcf22d6d47f92;
            sum = (sum * x >> 96) + 0x2a562a81cb161c3c85da9e05;
            sum = (sum * x >> 96) + 0x6926c93db2050946ceb8f571;
            sum = (sum * x >> 96) + 0xa3e2098d79e50acf8dde11a7;
            sum = (sum * x >> 96) + 0x80000000000000005c6edf3d;
        }
    }

    /// @dev X96, by Horner's rule.
    function _denominator(uint256 x) private pure returns (uint256 sum) {
        unchecked {
            sum = 0x7cd5bb97c614ed8fef40;
            sum = (sum * x >> 96) + 0xd64befea6e04ebf999ba5;
            sum = (sum * x >> 96) + 0xae57d6ef2da925e6a7815d;
            sum = (sum * x >> 96) + 0x576aa753a70cfe4fd921ab3;
            sum = (sum * x >> 96) + 0x1d929fbc520f5368f38aaa5d;
            sum = (sum * x >> 96) + 0x6f6e45384d608d7bb3da71a8;
            sum = (sum * x >> 96) + 0x1231cd844ca0a491c1315455f;
            sum = (sum * x >> 96) + 0x1facc0af99a9fddb78ba74e9e;
            sum = (sum * x >> 96) + 0x214063cb9957c9adf3bbe940f;
            sum = (sum * x >> 96) + 0x1000000000000000000000000;
        }
    }
}
