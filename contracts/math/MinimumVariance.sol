// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Covariance} from "contracts/math/Covariance.sol";
import {Signals} from "contracts/math/Signals.sol";

/// @title MinimumVariance
/// @notice The least risk that weights within a box can have, and how far others are from it (math 3.7):
///         f(w) = aversion/2 w'Sw - gains'w, over weights whose sum is one.
/// @dev Slopes are the gradient of f times 1e36, D54{1/year}: all is summed undivided, so next to nothing is rounded.
///      Below 1e20 * 1e18 * 1e20 (math 0.4): no overflow.
library MinimumVariance {
    using FixedPointMathLib for uint256;

    struct Problem {
        int256 aversion; // D18{1}
        int256[] gains; // D18{1/year}, expected; none: the least variance
        uint256[] least; // D18{1}
        uint256[] most; // D18{1}
    }

    int256 internal constant MIN_CURVATURE = 1e9; // D18{1/year}: two assets that move as one still trade places.
    int256 internal constant UNIT = 1e18; // D18{1}
    uint256 internal constant TWO = 2e18; // D18{1}
    int256 internal constant SCALE = 1e36;

    /// @notice By at most so much f is above the least that it can be (math 3.7).
    /// @dev Reverts `VolatilityNotObserved`, `VolatilityTooHigh`, `CorrelationNotObserved` or `CorrelationOutOfDomain`.
    /// @return left D18{1/year}, rounded up.
    function gap(uint256[] calldata signals, Problem memory problem, uint256[] memory weights)
        internal
        pure
        returns (uint256 left)
    {
        uint256 n = weights.length;
        int256[] memory sigmas = _volatilities(signals, n);
        int256[] memory g = _related(signals, sigmas, weights);
        unchecked {
            for (uint256 i; i < n; ++i) {
                int256 slope = _get(sigmas, i) * _get(g, i) / SCALE * problem.aversion;
                _set(g, i, problem.gains.length == 0 ? slope : slope - problem.gains[i] * SCALE);
            }
        }
        (left,) = _widest(problem, weights, g);
    }

    /// @notice What a state remembers of n assets, as a matrix; rounded towards 0. Reverts as `gap` does.
    /// @return matrix D18{1/year}, row by row.
    function covariance(uint256[] calldata signals, uint256 n) internal pure returns (int256[] memory matrix) {
        matrix = new int256[](n * n);
        int256[] memory sigmas = _volatilities(signals, n);
        uint256[] memory relations = Covariance.correlations(signals, n);
        unchecked {
            for (uint256 i; i < n; ++i) {
                for (uint256 j; j < n; ++j) {
                    int256 relation = i == j ? UNIT : int256(_get(relations, i * n + j));
                    _set(matrix, i * n + j, _get(sigmas, i) * _get(sigmas, j) * relation / SCALE);
                }
            }
        }
    }

    /// @notice Moves weights, in place, until their gap is within the tolerance, or so many steps are made. Each step
    ///         moves weight from one asset to another: the sum is exact, no bound is passed, f falls.
    /// @dev Of the matrix as it is: a unit of its entries is as much as the aversion of the gap.
    /// @param matrix D18{1/year}, as `covariance` has it. @param tolerance D18{1/year}
    /// @return left D18{1/year}, the gap that remains, rounded up. @return made The steps.
    function descend(
        Problem memory problem,
        int256[] memory matrix,
        uint256[] memory weights,
        uint256 tolerance,
        uint256 steps
    ) internal pure returns (uint256 left, uint256 made) {
        int256[] memory g = _slopes(problem, matrix, weights);
        for (;; ++made) {
            uint256 steepest;
            (left, steepest) = _widest(problem, weights, g);
            bool ends = left <= tolerance || made == steps;
            if (ends || !_step(problem, matrix, weights, g, steepest)) return (left, made);
        }
    }

    /// @notice The gradient at weights, which a step leaves as exact as it was.
    /// @return g D54{1/year}
    function _slopes(Problem memory problem, int256[] memory matrix, uint256[] memory weights)
        private
        pure
        returns (int256[] memory g)
    {
        uint256 n = weights.length;
        g = new int256[](n);
        unchecked {
            for (uint256 k; k < n * n; ++k) {
                g[k / n] += matrix[k] * int256(weights[k % n]);
            }
            for (uint256 i; i < n; ++i) {
                g[i] *= problem.aversion;
                if (problem.gains.length > 0) g[i] -= problem.gains[i] * SCALE;
            }
        }
    }

    /// @notice Moves weight from an asset to the partner that lowers f the most, if any does.
    function _step(
        Problem memory problem,
        int256[] memory matrix,
        uint256[] memory weights,
        int256[] memory g,
        uint256 a
    ) private pure returns (bool) {
        unchecked {
            (uint256 b, int256 curvature) = _partner(problem, matrix, weights, g, a);
            if (b == a) return false;
            uint256 wanted = uint256((g[a] - g[b]) / (curvature * problem.aversion));
            uint256 moved = wanted.min(weights[a] - problem.least[a]).min(problem.most[b] - weights[b]);
            (weights[a], weights[b]) = (weights[a] - moved, weights[b] + moved);
            (uint256 n, int256 pace) = (g.length, int256(moved) * problem.aversion);
            (uint256 out, uint256 into) = (a * n, b * n);
            for (uint256 k; k < n; ++k) {
                _set(g, k, _get(g, k) + (_get(matrix, into + k) - _get(matrix, out + k)) * pace);
            }
            return moved > 0;
        }
    }

    /// @notice Who takes from an asset, and the curvature between the two; itself where nobody does.
    /// @dev By how much f falls is compared as it is, undivided: below (1e22)^2 * 4e20.
    function _partner(
        Problem memory problem,
        int256[] memory matrix,
        uint256[] memory weights,
        int256[] memory g,
        uint256 a
    ) private pure returns (uint256 best, int256 curvature) {
        unchecked {
            (uint256[] memory most, uint256 n, int256 fall) = (problem.most, g.length, 0);
            (best, curvature) = (a, 1);
            for (uint256 j; j < n; ++j) {
                int256 drop = (_get(g, a) - _get(g, j)) / SCALE;
                if (drop <= 0 || _get(weights, j) >= _get(most, j)) continue;
                int256 bend = _get(matrix, a * n + a) + _get(matrix, j * n + j) - 2 * _get(matrix, a * n + j);
                if (bend < MIN_CURVATURE) bend = MIN_CURVATURE;
                if (drop * drop * curvature > fall * fall * bend) (best, curvature, fall) = (j, bend, drop);
            }
        }
    }

    /// @notice From the greatest slope of what can give to the least of what can take.
    /// @return left D18{1/year}, rounded up; 0 where nothing can move. @return steepest The first of the greatest.
    function _widest(Problem memory problem, uint256[] memory weights, int256[] memory g)
        private
        pure
        returns (uint256 left, uint256 steepest)
    {
        unchecked {
            (uint256[] memory least, uint256[] memory most, uint256 n) = (problem.least, problem.most, g.length);
            (int256 high, int256 low) = (type(int256).min, type(int256).max);
            for (uint256 i; i < n; ++i) {
                (int256 slope, uint256 weight) = (_get(g, i), _get(weights, i));
                if (slope > high && weight > _get(least, i)) (high, steepest) = (slope, i);
                if (slope < low && weight < _get(most, i)) low = slope;
            }
            if (high > low) left = uint256(high - low).divUp(uint256(SCALE));
        }
    }

    /// @return sigmas D18{1/sqrt(year)}
    function _volatilities(uint256[] calldata signals, uint256 n) private pure returns (int256[] memory sigmas) {
        sigmas = new int256[](n);
        unchecked {
            for (uint256 i; i < n; ++i) {
                _set(sigmas, i, int256(Covariance.volatilityOf(signals, i)));
            }
        }
    }

    /// @notice How each asset moves with all of them together: the correlations times the parts that they bring.
    /// @return sums D54{1/sqrt(year)}
    function _related(uint256[] calldata signals, int256[] memory sigmas, uint256[] memory weights)
        private
        pure
        returns (int256[] memory sums)
    {
        uint256 n = weights.length;
        sums = new int256[](n);
        int256[] memory parts = new int256[](n); // D36{1/sqrt(year)}, each weight times its volatility
        unchecked {
            for (uint256 i; i < n; ++i) {
                _set(parts, i, int256(_get(weights, i)) * _get(sigmas, i));
            }
        }
        if (!_relate(Signals.correlationsOf(signals, n), parts, sums)) Covariance.correlations(signals, n); // It tells why.
    }

    /// @notice Adds to each sum what all parts bring to it, each pair of them once.
    /// @return Whether all are correlations.
    function _relate(uint256[] calldata correlations, int256[] memory parts, int256[] memory sums)
        private
        pure
        returns (bool)
    {
        bool odd;
        assembly ("memory-safe") {
            let pair := correlations.offset
            let across := sub(sums, parts)
            let end := add(parts, shl(5, add(mload(parts), 1)))
            for { let first := add(parts, 0x20) } lt(first, end) { first := add(first, 0x20) } {
                let own := mload(first)
                let sum := add(mload(add(first, across)), mul(own, UNIT))
                for { let second := add(first, 0x20) } lt(second, end) { second := add(second, 0x20) } {
                    let correlation := calldataload(pair)
                    odd := or(odd, gt(add(correlation, UNIT), TWO))
                    sum := add(sum, mul(correlation, mload(second)))
                    let other := add(second, across)
                    mstore(other, add(mload(other), mul(correlation, own)))
                    pair := add(pair, 0x20)
                }
                mstore(add(first, across), sum)
            }
        }
        return !odd;
    }

    /* WORDS of lists whose length the caller knows, so no place is compared with it again. */

    function _get(int256[] memory list, uint256 i) private pure returns (int256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(list, 0x20), shl(5, i)))
        }
    }

    function _set(int256[] memory list, uint256 i, int256 word) private pure {
        assembly ("memory-safe") {
            mstore(add(add(list, 0x20), shl(5, i)), word)
        }
    }

    function _get(uint256[] memory list, uint256 i) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(list, 0x20), shl(5, i)))
        }
    }
}
