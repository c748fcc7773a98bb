// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Covariance} from "contracts/math/Covariance.sol";
import {MinimumVariance} from "contracts/math/MinimumVariance.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title MaximumSharpe
/// @notice The most expected return for its volatility that weights within a box can have, and how far others are from it:
///         the largest SR(w) = gains'w / sqrt(w'Sw) (math 3.7).
/// @dev At the best weights, and nowhere else, SR has the slopes of the mean-variance problem whose aversion is what these
///      weights imply. So who is judged brings the aversion too, and the rest is MinimumVariance.
library MaximumSharpe {
    error ReturnTooLow(int256 expected, int256 least);
    error VarianceTooLow(uint256 variance, uint256 least);

    int256 internal constant MIN_RETURN = 1e14; // D18{1/year}, 0.01 %: of what loses no ratio is the best.
    uint256 internal constant MIN_VARIANCE = 1e28; // D36{1/year}, of a volatility of 0.01 %: below it a ratio is rounding.
    int256 internal constant UNIT = 1e18; // D18{1}
    int256 internal constant NANO = 1e9; // D18{1/year}, the step of what is expected

    /// @notice By so much a year the weights expect too little for their volatility, at most: whatever else fits in the
    ///         box, SR(w) >= SR(z) * (1 - gap / gains'z) where gains'z is above 0 (docs/strategies.md).
    /// @dev Where the aversion is rounded moves the gap by less than 500 units. Reverts `ReturnTooLow`, `VarianceTooLow`,
    ///      and as `gap` of MinimumVariance does.
    /// @return D18{1/year}, rounded up.
    function gap(uint256[] calldata signals, MinimumVariance.Problem memory problem, uint256[] memory weights)
        internal
        pure
        returns (uint256)
    {
        problem.aversion = aversion(signals, problem.gains, weights);
        return MinimumVariance.gap(signals, problem, weights);
    }

    /// @notice For whom weights are the best, if they are for anyone: gains'w / w'Sw, rounded down.
    /// @return D18{1}, at most 1e26.
    function aversion(uint256[] calldata signals, int256[] memory gains, uint256[] memory weights)
        internal
        pure
        returns (int256)
    {
        int256 expected; // D36{1/year}
        unchecked {
            for (uint256 i; i < weights.length; ++i) {
                expected += gains[i] * int256(weights[i]); // Each at most 1e18 * 1e18 (math 3.7): no overflow.
            }
        }
        require(expected >= MIN_RETURN * UNIT, ReturnTooLow(expected / UNIT, MIN_RETURN));
        uint256 variance = Covariance.variance(signals, weights);
        require(variance >= MIN_VARIANCE, VarianceTooLow(variance, MIN_VARIANCE));
        return expected * UNIT / int256(variance);
    }

    /// @notice What is expected, drawn towards the mean of what may be held: a guess counts for a part of what it says.
    /// @param gains D18{1/year}. @param most D18{1}, what may be held. @param kept D18{1}, the part that counts.
    /// @return counted D18{1/year}, in whole steps of 1e-9, rounded towards 0.
    function shrunk(int256[] memory gains, uint256[] memory most, uint256 kept)
        internal
        pure
        returns (int256[] memory counted)
    {
        require(gains.length == most.length, Weights.WeightCount(gains.length, most.length));
        (int256 sum, int256 held) = (0, 0);
        for (uint256 i; i < gains.length; ++i) {
            if (most[i] > 0) (sum, held) = (sum + gains[i], held + 1);
        }
        int256 mean = held == 0 ? int256(0) : sum / held;
        counted = new int256[](gains.length);
        for (uint256 i; i < gains.length; ++i) {
            counted[i] = (mean + (gains[i] - mean) * int256(kept) / UNIT) / NANO * NANO;
        }
    }
}
