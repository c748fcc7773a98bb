// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Signals} from "contracts/math/Signals.sol";

/// @title Covariance
/// @notice How assets move together, from what a state remembers of each one and of each two (math 0.4).
/// @dev Whose weight is 0 is not asked for its volatility: cash needs none.
library Covariance {
    using FixedPointMathLib for uint256;

    error VolatilityTooHigh(uint256 index, uint256 volatility, uint256 most);
    error CorrelationOutOfDomain(uint256 first, uint256 second, int256 correlation);

    uint256 internal constant MAX_VOLATILITY = 10e18; // D18{1/sqrt(year)}, 1,000 %: the most that is estimated (math 0.4)
    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant SPAN = 2e18; // D18{1}, from -1 to 1
    uint256 internal constant FINE = 1e9; // from D36, a weight times a volatility, to D27: so that the sum fits a word.
    uint256 internal constant SCALE = 1e36; // from D72, the sum of the products, to D36

    /// @notice The variance of a portfolio, w'Sw: summed whole, divided once, rounded up. Where no correlation is
    ///         remembered, or all together contradict each other (w'Sw below 0), each is 1: the square of the sum of all
    ///         w_i s_i, which is never too low.
    /// @dev Each w_i s_i is rounded up. The sum is at most the square of theirs, (1e28)^2, times 1e18: below 2^255.
    /// @param weights D18{1}, each asset's, their sum at most 1e18.
    /// @return D36{1/year}; 0 where the assets undo each other. Reverts `VolatilityNotObserved`, `VolatilityTooHigh`,
    ///         `CorrelationNotObserved` where a part is left away, or `CorrelationOutOfDomain`.
    function variance(uint256[] calldata signals, uint256[] memory weights) internal pure returns (uint256) {
        (uint256[] memory parts, uint256 all) = _parts(signals, weights);
        uint256 straight = (all * all).divUp(ONE);
        if (!Signals.has(signals, Signals.CORRELATIONS)) return straight;
        uint256 sum = _square(parts, Signals.correlationsOf(signals, parts.length));
        return int256(sum) < 0 ? straight : sum.divUp(SCALE);
    }

    /// @notice The variance of weights with sign, d'Sd: how far what is held may run from what is wanted (math 1.1).
    ///         Summed whole, divided once, rounded down. Where no correlation is remembered each is 0, and an asset whose
    ///         volatility nobody remembers moves nothing: it is cash.
    /// @dev Each d_i s_i is rounded towards 0. The sum is at most (2e28)^2 times 1e18: below 2^255. Words with sign are
    ///      multiplied and added as if they had none.
    /// @param drifts D18{1}, their sizes together at most 2e18.
    /// @return D36{1/year}. Reverts `VolatilityTooHigh`, `CorrelationNotObserved` or `CorrelationOutOfDomain`.
    function tracking(uint256[] calldata signals, int256[] memory drifts) internal pure returns (uint256) {
        (uint256 n, bool known) = (drifts.length, Signals.has(signals, Signals.CORRELATIONS));
        uint256[] memory parts = new uint256[](n);
        for (uint256 i; i < n; ++i) {
            parts[i] = uint256(drifts[i] * int256(volatilityOr(signals, i, 0)) / int256(FINE));
        }
        uint256 sum = known ? _square(parts, Signals.correlationsOf(signals, n)) : _squares(parts);
        return int256(sum) > 0 ? sum / SCALE : 0;
    }

    /// @notice All correlations, row after row; 0 on the diagonal, where each would be 1.
    /// @return rows D18{1} with sign. Reverts `CorrelationNotObserved` or `CorrelationOutOfDomain`.
    function correlations(uint256[] calldata signals, uint256 n) internal pure returns (uint256[] memory rows) {
        rows = new uint256[](n * n);
        (uint256[] calldata told, uint256 at) = (Signals.correlationsOf(signals, n), 0);
        unchecked {
            for (uint256 i; i < n; ++i) {
                for (uint256 j = i + 1; j < n; ++j) {
                    uint256 both = _relation(told, at++);
                    require(both + ONE <= SPAN, CorrelationOutOfDomain(i, j, int256(both)));
                    (rows[i * n + j], rows[j * n + i]) = (both, both);
                }
            }
        }
    }

    /// @return volatility D18{1/sqrt(year)}, above 0. Reverts `VolatilityNotObserved` or `VolatilityTooHigh`.
    function volatilityOf(uint256[] calldata signals, uint256 i) internal pure returns (uint256 volatility) {
        volatility = Signals.volatilityOf(signals, i);
        require(volatility <= MAX_VOLATILITY, VolatilityTooHigh(i, volatility, MAX_VOLATILITY));
    }

    /// @return D18{1/sqrt(year)}, or that where nobody remembers one. Reverts `VolatilityTooHigh`.
    function volatilityOr(uint256[] calldata signals, uint256 i, uint256 unknown) internal pure returns (uint256) {
        bool known = Signals.has(signals, Signals.VOLATILITIES) && i + 1 < signals.length && signals[i + 1] > 0;
        return known ? volatilityOf(signals, i) : unknown;
    }

    /// @notice The sum of the products of two runs of words with sign: the inner loop of all that is done with a matrix.
    /// @dev Nothing is checked: whoever asks knows that the lists are long enough and the sum fits.
    function dot(uint256[] memory a, uint256 from, uint256[] memory b, uint256 start, uint256 count)
        internal
        pure
        returns (int256 sum)
    {
        assembly ("memory-safe") {
            let at := add(add(a, 0x20), shl(5, from))
            let further := sub(add(add(b, 0x20), shl(5, start)), at)
            for { let end := add(at, shl(5, count)) } lt(at, end) { at := add(at, 0x20) } {
                sum := add(sum, mul(mload(at), mload(add(at, further))))
            }
        }
    }

    /// @dev Without a look at the length, which whoever asks has taken.
    function _word(uint256[] memory list, uint256 i) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(list, 0x20), shl(5, i)))
        }
    }

    /// @dev Without a look at the length either.
    function _relation(uint256[] calldata told, uint256 i) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(told.offset, shl(5, i)))
        }
    }

    /// @dev Where one of the relations is none, they are looked through again: 28 for 8 assets, seldom refused.
    /// @return sum D72{1/year}, of the products of each two parts and their correlation, each with itself by 1.
    function _square(uint256[] memory parts, uint256[] calldata told) private pure returns (uint256 sum) {
        bool beyond;
        assembly ("memory-safe") {
            let at := told.offset
            let first := add(parts, 0x20)
            for { let end := add(first, shl(5, mload(parts))) } lt(first, end) { first := add(first, 0x20) } {
                let row := 0
                for { let other := add(first, 0x20) } lt(other, end) { other := add(other, 0x20) } {
                    let both := calldataload(at)
                    at := add(at, 0x20)
                    beyond := or(beyond, gt(add(both, ONE), SPAN))
                    row := add(row, mul(mload(other), both))
                }
                let part := mload(first)
                sum := add(sum, mul(part, add(mul(part, ONE), shl(1, row))))
            }
        }
        if (beyond) _refuse(told, parts.length);
    }

    /// @dev Reverts `CorrelationOutOfDomain` for the first that is.
    function _refuse(uint256[] calldata told, uint256 n) private pure {
        uint256 at;
        for (uint256 i; i < n; ++i) {
            for (uint256 j = i + 1; j < n; ++j) {
                uint256 both = told[at++];
                unchecked {
                    require(both + ONE <= SPAN, CorrelationOutOfDomain(i, j, int256(both)));
                }
            }
        }
    }

    /// @return sum D72{1/year}, where nothing moves with anything else.
    function _squares(uint256[] memory parts) private pure returns (uint256 sum) {
        unchecked {
            for (uint256 i; i < parts.length; ++i) {
                sum += parts[i] * parts[i] * ONE;
            }
        }
    }

    /// @return parts Each weight times its asset's volatility, D27{1/sqrt(year)}, rounded up. @return all Their sum.
    function _parts(uint256[] calldata signals, uint256[] memory weights)
        private
        pure
        returns (uint256[] memory parts, uint256 all)
    {
        uint256 n = weights.length;
        parts = new uint256[](n);
        unchecked {
            for (uint256 i; i < n; ++i) {
                uint256 weight = _word(weights, i);
                if (weight == 0) continue;
                all += parts[i] = (weight * volatilityOf(signals, i) + FINE - 1) / FINE;
            }
        }
    }
}
