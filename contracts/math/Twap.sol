// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Twap
/// @notice Means over time, from two readings of a pool's accumulator. Accumulators wrap, and so do these differences.
library Twap {
    /// @notice The arithmetic mean of a price, by Uniswap V2's accumulator (math 2.4).
    /// @param older X112 * {s} @param newer The same, `elapsed` later. @param elapsed {s}
    /// @return X112, rounded down.
    function meanPrice(uint256 older, uint256 newer, uint256 elapsed) internal pure returns (uint256) {
        unchecked {
            return (newer - older) / elapsed;
        }
    }

    /// @notice The mean tick, so of the price the geometric mean, by Uniswap V3's accumulator (math 2.4).
    /// @param older {tick} * {s} @param newer The same, `elapsed` later. @param elapsed {s}
    /// @return tick Rounded down, also below zero.
    function meanTick(int56 older, int56 newer, uint32 elapsed) internal pure returns (int256 tick) {
        unchecked {
            (int256 change, int256 time) = (newer - older, int256(uint256(elapsed)));
            tick = change / time;
            if (change < 0 && change % time != 0) --tick;
        }
    }

    /// @notice The harmonic mean of the liquidity in range, by Uniswap V3's accumulator (math 2.4).
    /// @param older X128 {s} / {liquidity} @param newer The same, `elapsed` later. @param elapsed {s}
    /// @return Rounded down; a second without any liquidity leaves at most `elapsed`.
    function meanLiquidity(uint160 older, uint160 newer, uint32 elapsed) internal pure returns (uint256) {
        unchecked {
            return uint256(elapsed) * type(uint160).max / (uint256(newer - older) << 32);
        }
    }
}
