// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MarketClass} from "interfaces/Types.sol";

/// @title Signals
/// @notice Where a state keeps what is remembered about its n assets:
///         word 0: the class of each asset's market, 4 bits each, the first asset's lowest;
///         words 1 to n: the volatilities, D18{1/sqrt(year)}, 0 where unknown;
///         then n(n-1)/2 words: the correlations, D18{1} with sign, row by row above the diagonal.
///         The parts that nobody estimates are left away from the end; no word at all where nothing is remembered.
library Signals {
    error MarketNotObserved();
    error VolatilityNotObserved(uint256 index);
    error CorrelationNotObserved(uint256 first, uint256 second);

    uint256 internal constant BITS = 4; // {bit} of a class: there are 12, and 20 assets in a word
    uint256 internal constant MASK = 15;

    /// @param i The asset, in the order of the vault. Reverts `MarketNotObserved`.
    function marketOf(uint256[] memory signals, uint256 i) internal pure returns (MarketClass) {
        require(signals.length > 0, MarketNotObserved());
        return MarketClass(signals[0] >> BITS * i & MASK);
    }

    /// @notice Whether every asset's market is normal. Reverts `MarketNotObserved`.
    function isCalm(uint256[] memory signals) internal pure returns (bool) {
        require(signals.length > 0, MarketNotObserved());
        return signals[0] == 0;
    }

    /// @return volatility D18{1/sqrt(year)}. Reverts `VolatilityNotObserved`.
    function volatilityOf(uint256[] memory signals, uint256 i) internal pure returns (uint256 volatility) {
        if (i + 1 < signals.length) volatility = signals[i + 1];
        require(volatility > 0, VolatilityNotObserved(i));
    }

    /// @param n The number of assets. @param i One of them. @param j Another, after it.
    /// @return D18{1}, between -1e18 and 1e18. Reverts `CorrelationNotObserved`.
    function correlationOf(uint256[] memory signals, uint256 n, uint256 i, uint256 j)
        internal
        pure
        returns (int256)
    {
        require(i < j && j < n, CorrelationNotObserved(i, j));
        uint256 at = n + i * n - i * (i + 1) / 2 + j - i;
        require(at < signals.length, CorrelationNotObserved(i, j));
        return int256(signals[at]);
    }
}
