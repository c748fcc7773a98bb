// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {State, Asset} from "interfaces/Types.sol";

/// @title Weights
/// @notice Vectors of weights: D18{1}, their sum exactly 1e18 (math 0.3, 1.1).
library Weights {
    using FixedPointMathLib for uint256;
    using FixedPointMathLib for int256;

    error WeightCount(uint256 count, uint256 expected);
    error WeightSum(uint256 sum);
    error NothingToWeigh();

    uint256 internal constant ONE = 1e18; // D18{1}

    /// @notice The part of each asset in the total, rounded down; the largest gets the remainder, so the sum is exact.
    function weigh(State calldata state) internal pure returns (uint256[] memory weights) {
        require(state.value > 0, NothingToWeigh());
        uint256 n = state.assets.length;
        weights = new uint256[](n);
        (uint256 largest, uint256 at, uint256 sum) = (0, 0, 0);
        for (uint256 i; i < n; ++i) {
            uint256 value = state.assets[i].value;
            sum += weights[i] = value * ONE / state.value;
            if (value > largest) (largest, at) = (value, i);
        }
        weights[at] += ONE - sum;
    }

    /// @notice Weights in proportion to parts, rounded down; the first of the largest gets the remainder.
    /// @dev In place: the parts are gone. At most 2^190 each, so that neither product nor sum overflows.
    function inProportion(uint256[] memory parts) internal pure returns (uint256[] memory) {
        (uint256 n, uint256 total, uint256 at, uint256 left) = (parts.length, 0, 0, ONE);
        for (uint256 i; i < n; ++i) {
            total += parts[i];
            if (parts[i] > parts[at]) at = i;
        }
        require(total > 0, NothingToWeigh());
        for (uint256 i; i < n; ++i) {
            left -= parts[i] = parts[i] * ONE / total;
        }
        parts[at] += left;
        return parts;
    }

    /// @notice Weights of which all but one are so much of themselves, rounded down; that one gets the rest.
    /// @dev In place. Together the others are `whole` before and at most `part` afterwards; of nothing they stay nothing.
    /// @param part D18{1}, at most 1e18. @param whole D18{1}. @param center The one that gets the rest.
    function scale(uint256[] memory weights, uint256 part, uint256 whole, uint256 center) internal pure {
        uint256 left = ONE;
        for (uint256 i; i < weights.length; ++i) {
            if (i != center) left -= weights[i] = (weights[i] * part).rawDiv(whole);
        }
        weights[center] = left;
    }

    /// @notice Whether a list is a vector of weights, whoever made it.
    function isWhole(uint256[] memory weights) internal pure returns (bool) {
        uint256 left = ONE;
        for (uint256 i; i < weights.length; ++i) {
            if (weights[i] > left) return false;
            left -= weights[i];
        }
        return left == 0;
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

    /// @notice How far one asset is from its target, times the total: v*1e18 - t*V (math 1.1).
    /// @dev No part is rounded before it is compared. Below 2^128 * 2^60 and 2^133 * 2^60: no overflow.
    /// @param value v, D18{USD}. @param wanted t, D18{1}. @param total V, D18{USD}.
    /// @return D18{USD}, above 0 where there is too much of the asset.
    function gap(uint256 value, uint256 wanted, uint256 total) internal pure returns (int256) {
        unchecked {
            return int256(value * ONE) - int256(wanted * total);
        }
    }

    /// @notice The largest distance of any asset from its target: max|v/V - t|, D18{1}, rounded down
    ///         (math 1.1, Dinf).
    function maxDrift(State calldata state, uint256[] calldata target) internal pure returns (uint256) {
        (Asset[] calldata assets, uint256 total, uint256 most) = (state.assets, state.value, 0);
        require(total > 0, NothingToWeigh());
        for (uint256 i; i < assets.length; ++i) {
            most = most.max(gap(assets[i].value, target[i], total).abs());
        }
        return most / total;
    }

    /// @notice What has to be sold to reach the target: half of sum|v/V - t|, D18{1}, rounded down
    ///         (math 1.1, L1).
    /// @dev The values sum to V and the targets to one, so the gaps above the target are exactly half.
    function totalDrift(State calldata state, uint256[] calldata target) internal pure returns (uint256) {
        (Asset[] calldata assets, uint256 total, int256 above) = (state.assets, state.value, 0);
        require(total > 0, NothingToWeigh());
        for (uint256 i; i < assets.length; ++i) {
            unchecked {
                above += gap(assets[i].value, target[i], total).max(0); // At most 2^133 * 2^60: no overflow.
            }
        }
        return uint256(above) / total;
    }

    function distance(uint256 a, uint256 b) internal pure returns (uint256) {
        unchecked {
            return a > b ? a - b : b - a;
        }
    }
}
