// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {MarketClass} from "interfaces/Types.sol";

/// @title Market
/// @notice Tells manipulation from crisis: what four signs about one asset's market mean, how they are told from
///         noise, how long a class lasts, and what may be traded in it (math 7.1 to 7.3, features K1 K2 K4).
/// @dev A single pool's data never can: a manipulation moves the pool and not the oracle, a crisis moves both.
library Market {
    using FixedPointMathLib for uint256;

    /// @dev What somebody who looked has found. D18{USD/tok}; 0 where a source does not answer.
    struct Prices {
        uint256 oracle;
        uint256 second; // Of another source; the oracle's own where there is none.
        uint256 spot; // Of the pool, now.
        uint256 twap; // Of the pool, over a window.
    }

    /// @dev What counts as a difference, D18{1} of a logarithm.
    struct Tolerances {
        uint256 spot; // Between the oracle and who follows it at once.
        uint256 twap; // Between the oracle and an average.
    }

    /// @dev What is remembered of one asset's market: one word.
    struct Standing {
        MarketClass class; // 1
        MarketClass worst; // + 1 = 2; of the streak
        uint8 streak; // + 1 = 3; looks in a row that found something better
        uint40 since; // + 5 = 8; {s}, when the class began
        uint40 last; // + 5 = 13; {s}, when it was last found
        uint40 seen; // + 5 = 18; {s}, the last look that counts
    }

    /// @dev How a class is left.
    struct Patience {
        uint256 streak; // looks in a row that must find something better
        uint256 spacing; // {s} between two looks that count
        uint256 rest; // {s} after the class was last found
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant YEAR = 365 days; // {s}
    uint256 internal constant MAX_PRICE = 1e36; // D18{USD/tok}: a logarithm above it says nothing.
    uint256 internal constant LEAST_TWAP = 0.01e18; // D18{1}, twice the deviation of a good feed (math 7.1)
    uint256 internal constant DEVIATIONS = 3; // of the feed, and of the price's own while the feed publishes (math 7.1)
    uint256 internal constant SPREADS = 4; // standard deviations of a window's mean, or of a jump (math 7.1, 7.3)
    uint256 internal constant HALF = 0.5e18; // D18{1}
    int256 internal constant SILENT = type(int256).max; // Instead of the logarithm of a price that nobody has told.

    /// @dev The class of 8 * oracles differ + 4 * average off + 2 * spot off + thin, 4 bits each (the table of math 7.1).
    uint256 internal constant VERDICTS = 0xBB55BB51_98427630;

    /// @notice The class of what was found.
    function judge(Prices memory prices, Tolerances memory most, bool thin) internal pure returns (MarketClass) {
        (int256 oracle, int256 spot, int256 twap) = (_log(prices.oracle), _log(prices.spot), _log(prices.twap));
        int256 second = prices.second == prices.oracle ? oracle : _log(prices.second);
        bool doubted = _differ(oracle, second, most.spot);
        bool lagging = _differ(oracle, twap, most.twap);
        bool pushed = _differ(oracle, spot, most.spot);
        if (doubted && lagging && pushed && !thin) {
            bool agreed = !_differ(second, spot, most.spot) && !_differ(second, twap, most.twap);
            if (agreed) return MarketClass.PrimaryFault; // All others agree that the oracle alone is wrong.
        }
        uint256 signs = (doubted ? 8 : 0) + (lagging ? 4 : 0) + (pushed ? 2 : 0) + (thin ? 1 : 0);
        return MarketClass(VERDICTS >> 4 * signs & 15);
    }

    /// @notice Whether two prices differ by more than a logarithm D18{1}; whoever does not answer does.
    function isOff(uint256 a, uint256 b, uint256 most) internal pure returns (bool) {
        return _differ(_log(a), _log(b), most);
    }

    /// @param deviation D18{1}, by which the feed's price may be off. @param volatility D18{1/sqrt(year)}, at most 2^64.
    /// @param lagRoot `rootOf` the time that a feed takes to publish. @param windowRoot `rootOf` a third of the average's.
    function tolerances(uint256 deviation, uint256 volatility, uint256 lagRoot, uint256 windowRoot)
        internal
        pure
        returns (Tolerances memory)
    {
        uint256 spot = (DEVIATIONS * deviation).max(DEVIATIONS * spread(volatility, lagRoot));
        uint256 twap = LEAST_TWAP.max(2 * deviation).max(SPREADS * spread(volatility, windowRoot));
        return Tolerances(spot, twap);
    }

    /// @notice How far a price goes in a time: one standard deviation, D18{1}, rounded down.
    /// @param root `rootOf` the time.
    function spread(uint256 volatility, uint256 root) internal pure returns (uint256) {
        return volatility * root / ONE;
    }

    /// @param time {s}, below 2^40. @return D18{sqrt(year)}, rounded down.
    function rootOf(uint256 time) internal pure returns (uint256) {
        return (time * ONE * ONE / YEAR).sqrt();
    }

    /// @notice Whether a return is none that a market in its usual state makes (math 7.3).
    /// @param size D18{1}, |r|. @param span {s} that it took. @param least D18{1}, below which nothing is a jump.
    function isJump(uint256 size, uint256 span, uint256 volatility, uint256 least) internal pure returns (bool) {
        return size > least && size > SPREADS * spread(volatility, rootOf(span));
    }

    /// @notice Takes in a look. What is worse holds at once; what is better only after a streak and a rest.
    /// @param now_ The standing until now. @param found What the look found. @param time {s} of the look.
    function advance(Standing memory now_, MarketClass found, uint256 time, Patience memory patience)
        internal
        pure
        returns (Standing memory)
    {
        uint40 at = uint40(time);
        if (found >= now_.class) {
            uint40 since = found > now_.class ? at : now_.since;
            return Standing(found, MarketClass.Normal, 0, since, at, at);
        }
        if (time < now_.seen + patience.spacing) return now_;
        MarketClass worst = found > now_.worst ? found : now_.worst;
        uint256 streak = now_.streak + 1;
        if (streak >= patience.streak && time >= now_.last + patience.rest) {
            return Standing(worst, MarketClass.Normal, 0, at, at, at);
        }
        return Standing(now_.class, worst, uint8(streak.min(type(uint8).max)), now_.since, now_.last, at);
    }

    /// @notice What may be done with an asset in a class.
    /// @return grow Whether more of it may be held.
    /// @return shrink Whether less of it may be held.
    /// @return slice D18{1}, the part of the largest trade that one rebalance may make.
    function permits(MarketClass class) internal pure returns (bool grow, bool shrink, uint256 slice) {
        grow = class <= MarketClass.SecondaryFault;
        shrink = class <= MarketClass.Doubt;
        slice = class == MarketClass.Normal || class == MarketClass.GenuineMove ? ONE : shrink ? HALF : 0;
    }

    /// @return D18{1}, or SILENT for a price that says nothing.
    function _log(uint256 price) private pure returns (int256) {
        if (price == 0 || price > MAX_PRICE) return SILENT;
        return FixedPointMathLib.lnWad(int256(price));
    }

    function _differ(int256 a, int256 b, uint256 most) private pure returns (bool) {
        if (a == SILENT || b == SILENT) return true;
        unchecked {
            return FixedPointMathLib.abs(a - b) > most; // Each is below 42e18 on either side.
        }
    }
}
