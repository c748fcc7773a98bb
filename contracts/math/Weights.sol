// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Weights
/// @notice Vectors of weights: D18{1}, their sum exactly 1e18 (math 0.3, 1.1).
library Weights {
    error WeightCount(uint256 count, uint256 expected);
    error WeightSum(uint256 sum);
    error NothingToWeigh();

    uint256 internal constant ONE = 1e18; // D18{1}

    /// @notice The part of each value in the total, rounded down; the largest gets the remainder, so the sum is exact.
    /// @param values D18{USD}, each below 2^128. @param total Their sum.
    function weigh(uint256[] memory values, uint256 total) internal pure returns (uint256[] memory weights) {
        require(total > 0, NothingToWeigh());
        uint256 n = values.length;
        weights = new uint256[](n);
        (uint256 largest, uint256 at, uint256 sum) = (0, 0, 0);
        unchecked {
            // A value below 2^128 times 1e18 is below 2^188; the parts of a sum add up to at most 1e18.
            for (uint256 i; i < n; ++i) {
                uint256 value = values[i];
                sum += weights[i] = value * ONE / total;
                if (value > largest) (largest, at) = (value, i);
            }
        }
        weights[at] += ONE - sum;
    }

    /// @notice Reverts unless there are n weights whose sum is exactly 1e18.
    function requireValid(uint256[] memory weights, uint256 n) internal pure {
        require(weights.length == n, WeightCount(weights.length, n));
        uint256 sum;
        for (uint256 i; i < n; ++i) {
            sum += weights[i];
        }
        require(sum == ONE, WeightSum(sum));
    }

    /// @notice The largest distance of any asset from its target: max|a - t|, D18{1} (math 1.1, Dinf).
    function maxDrift(uint256[] memory weights, uint256[] memory target) internal pure returns (uint256 drift) {
        uint256 n = weights.length;
        for (uint256 i; i < n; ++i) {
            uint256 gap = distance(weights[i], target[i]);
            if (gap > drift) drift = gap;
        }
    }

    /// @notice What has to be sold to reach the target: half of sum|a - t|, D18{1} (math 1.1, L1).
    /// @dev Both sums are 1e18, so the gaps above the target add up to exactly half: no rounding.
    function totalDrift(uint256[] memory weights, uint256[] memory target) internal pure returns (uint256 drift) {
        uint256 n = weights.length;
        unchecked {
            // Gaps between parts of 1e18 add up to at most 1e18.
            for (uint256 i; i < n; ++i) {
                (uint256 a, uint256 t) = (weights[i], target[i]);
                if (a > t) drift += a - t;
            }
        }
    }

    function distance(uint256 a, uint256 b) internal pure returns (uint256) {
        unchecked {
            return a > b ? a - b : b - a;
        }
    }
}
