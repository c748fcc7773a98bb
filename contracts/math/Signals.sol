// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MarketClass} from "interfaces/Types.sol";

/// @title Signals
/// @notice Where a state keeps what is remembered about its n assets. Word 0, from its lowest bit:
///         80 bits: the class of each asset's market, 4 bits each;
///         104 bits: the highest price of a share, D18{USD/share}, 0 where unknown;
///         3 bits: which sections follow, in this order:
///         n volatilities, D18{1/sqrt(year)}, 0 where unknown;
///         n trends, D18 with sign, in the unit of whoever estimates them;
///         n(n-1)/2 correlations, D18{1} with sign, row by row above the diagonal.
///         A section that nobody estimates is left away; no word at all where nothing is remembered.
library Signals {
    error MarketNotObserved();
    error PeakNotObserved();
    error VolatilityNotObserved(uint256 index);
    error TrendNotObserved(uint256 index);
    error CorrelationNotObserved(uint256 first, uint256 second);

    uint256 internal constant BITS = 4; // {bit} of a class: there are 12, and 20 assets in a word
    uint256 internal constant MASK = 15;
    uint256 internal constant CLASSES = (1 << 80) - 1;
    uint256 internal constant UNWATCHED = 0xBBBBBBBBBBBBBBBBBBBB; // `Unknown`, twenty times
    uint256 internal constant PEAK_AT = 80; // {bit}
    uint256 internal constant MAX_PEAK = type(uint104).max; // D18{USD/share}, as DrawdownEstimator has it
    uint256 internal constant VOLATILITIES = 1 << 184;
    uint256 internal constant TRENDS = 1 << 185;
    uint256 internal constant CORRELATIONS = 1 << 186;

    /* WRITE */

    /// @notice The words of what is remembered; an empty list is a section left away.
    /// @param classes 4 bits each. @param peak D18{USD/share}; above `MAX_PEAK` it counts as unknown.
    function lay(
        uint256 classes,
        uint256 peak,
        uint256[] memory volatilities,
        uint256[] memory trends,
        int256[] memory correlations
    ) internal pure returns (uint256[] memory signals) {
        signals = new uint256[](1 + volatilities.length + trends.length + correlations.length);
        if (peak > MAX_PEAK) peak = 0;
        signals[0] = classes & CLASSES | peak << PEAK_AT;
        uint256 at = _add(signals, 1, volatilities, VOLATILITIES);
        at = _add(signals, at, trends, TRENDS);
        _add(signals, at, _words(correlations), CORRELATIONS);
    }

    function _words(int256[] memory list) private pure returns (uint256[] memory words) {
        assembly ("memory-safe") {
            words := list
        }
    }

    function _add(uint256[] memory signals, uint256 at, uint256[] memory list, uint256 section)
        private
        pure
        returns (uint256)
    {
        if (list.length > 0) signals[0] |= section;
        for (uint256 i; i < list.length; ++i) {
            signals[at + i] = list[i];
        }
        return at + list.length;
    }

    /// @return The word of one asset's class alone. @param i The asset, below 20.
    function classAt(MarketClass class, uint256 i) internal pure returns (uint256) {
        unchecked {
            return uint256(class) << BITS * i;
        }
    }

    /* READ */

    /// @param i The asset, in the order of the vault. Reverts `MarketNotObserved`.
    function marketOf(uint256[] calldata signals, uint256 i) internal pure returns (MarketClass) {
        require(signals.length > 0, MarketNotObserved());
        return MarketClass(signals[0] >> BITS * i & MASK);
    }

    /// @notice Whether every asset's market is normal. Reverts `MarketNotObserved`.
    function isCalm(uint256[] calldata signals) internal pure returns (bool) {
        require(signals.length > 0, MarketNotObserved());
        return signals[0] & CLASSES == 0;
    }

    /// @return peak D18{USD/share}, the highest price of a share. Reverts `PeakNotObserved`.
    function peakOf(uint256[] calldata signals) internal pure returns (uint256 peak) {
        if (signals.length > 0) peak = signals[0] >> PEAK_AT & MAX_PEAK;
        require(peak > 0, PeakNotObserved());
    }

    /// @return volatility D18{1/sqrt(year)}. Reverts `VolatilityNotObserved`.
    function volatilityOf(uint256[] calldata signals, uint256 i) internal pure returns (uint256 volatility) {
        unchecked {
            if (has(signals, VOLATILITIES) && i < signals.length - 1) volatility = _word(signals, i + 1);
        }
        require(volatility > 0, VolatilityNotObserved(i));
    }

    /// @param n The number of assets. @param i One of them.
    /// @return D18, in the unit of whoever estimates it. Reverts `TrendNotObserved`.
    function trendOf(uint256[] calldata signals, uint256 n, uint256 i) internal pure returns (int256) {
        require(i < n && has(signals, TRENDS), TrendNotObserved(i));
        uint256 at = 1 + _span(signals, VOLATILITIES, n) + i;
        require(at < signals.length, TrendNotObserved(i));
        return int256(_word(signals, at));
    }

    /// @param n The number of assets. @param i One of them. @param j Another, after it.
    /// @return D18{1}, between -1e18 and 1e18. Reverts `CorrelationNotObserved`.
    function correlationOf(uint256[] calldata signals, uint256 n, uint256 i, uint256 j)
        internal
        pure
        returns (int256)
    {
        require(i < j && j < n && has(signals, CORRELATIONS), CorrelationNotObserved(i, j));
        uint256 at = _correlationsAt(signals, n) + i * n - i * (i + 1) / 2 + j - i - 1;
        require(at < signals.length, CorrelationNotObserved(i, j));
        return int256(signals[at]);
    }

    /// @return D18{1} with sign, all correlations of n assets, row by row above the diagonal. Reverts
    ///         `CorrelationNotObserved` unless all are there.
    function correlationsOf(uint256[] calldata signals, uint256 n) internal pure returns (uint256[] calldata) {
        require(has(signals, CORRELATIONS), CorrelationNotObserved(0, 1));
        uint256 at = _correlationsAt(signals, n);
        uint256 end = at + n * (n - 1) / 2;
        require(end <= signals.length, CorrelationNotObserved(0, 1));
        return signals[at:end];
    }

    /// @notice Whether a section is there: `VOLATILITIES`, `TRENDS` or `CORRELATIONS`.
    function has(uint256[] calldata signals, uint256 section) internal pure returns (bool) {
        return signals.length > 0 && _word(signals, 0) & section != 0;
    }

    function _correlationsAt(uint256[] calldata signals, uint256 n) private pure returns (uint256) {
        return 1 + _span(signals, VOLATILITIES, n) + _span(signals, TRENDS, n);
    }

    /// @return The words that a section of n takes.
    function _span(uint256[] calldata signals, uint256 section, uint256 n) private pure returns (uint256) {
        return _word(signals, 0) & section == 0 ? 0 : n;
    }

    /// @dev Without a look at the length, which whoever asks has taken.
    function _word(uint256[] calldata signals, uint256 i) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(signals.offset, shl(5, i)))
        }
    }
}
