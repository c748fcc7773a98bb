// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {MarketClass} from "interfaces/Types.sol";
import {Market} from "contracts/math/Market.sol";
import {Signals} from "contracts/math/Signals.sol";

/// @title MockMarket
/// @notice Opens what tells one market from another, and where a state keeps it, to tests.
contract MockMarket {
    /* MARKET */

    function judge(Market.Prices calldata prices, Market.Tolerances calldata most, bool thin)
        external
        pure
        returns (MarketClass)
    {
        return Market.judge(prices, most, thin);
    }

    function isOff(uint256 a, uint256 b, uint256 most) external pure returns (bool) {
        return Market.isOff(a, b, most);
    }

    function tolerances(uint256 deviation, uint256 volatility, uint256 lag, uint256 window)
        external
        pure
        returns (Market.Tolerances memory)
    {
        return Market.tolerances(deviation, volatility, Market.rootOf(lag), Market.rootOf(window / 3));
    }

    function spread(uint256 volatility, uint256 time) external pure returns (uint256) {
        return Market.spread(volatility, Market.rootOf(time));
    }

    function isJump(uint256 size, uint256 span, uint256 volatility, uint256 least) external pure returns (bool) {
        return Market.isJump(size, span, volatility, least);
    }

    function advance(
        Market.Standing calldata now_,
        MarketClass found,
        uint256 time,
        Market.Patience calldata patience
    ) external pure returns (Market.Standing memory) {
        return Market.advance(now_, found, time, patience);
    }

    function permits(MarketClass class) external pure returns (bool grow, bool shrink, uint256 slice) {
        return Market.permits(class);
    }

    /* SIGNALS */

    function marketOf(uint256[] calldata signals, uint256 i) external pure returns (MarketClass) {
        return Signals.marketOf(signals, i);
    }

    function volatilityOf(uint256[] calldata signals, uint256 i) external pure returns (uint256) {
        return Signals.volatilityOf(signals, i);
    }

    function correlationOf(uint256[] calldata signals, uint256 n, uint256 i, uint256 j)
        external
        pure
        returns (int256)
    {
        return Signals.correlationOf(signals, n, i, j);
    }

    function isCalm(uint256[] calldata signals) external pure returns (bool) {
        return Signals.isCalm(signals);
    }

    function peakOf(uint256[] calldata signals) external pure returns (uint256) {
        return Signals.peakOf(signals);
    }

    function trendOf(uint256[] calldata signals, uint256 n, uint256 i) external pure returns (int256) {
        return Signals.trendOf(signals, n, i);
    }

    function lay(
        uint256 classes,
        uint256 peak,
        uint256[] calldata volatilities,
        uint256[] calldata trends,
        int256[] calldata correlations
    ) external pure returns (uint256[] memory) {
        return Signals.lay(classes, peak, volatilities, trends, correlations);
    }
}
