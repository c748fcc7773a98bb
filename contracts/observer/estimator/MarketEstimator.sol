// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IMarket} from "interfaces/IMarket.sol";
import {IEstimator} from "interfaces/IEstimator.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {MarketClass} from "interfaces/Types.sol";
import {Attempt} from "contracts/math/Attempt.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Market} from "contracts/math/Market.sol";
import {Signals} from "contracts/math/Signals.sol";
import {DepthEstimator} from "contracts/observer/estimator/DepthEstimator.sol";
import {DrawdownEstimator} from "contracts/observer/estimator/DrawdownEstimator.sol";
import {VarianceEstimator} from "contracts/observer/estimator/VarianceEstimator.sol";

/// @title MarketEstimator
/// @notice Remembers what each asset's market is like: normal, thin, pushed, in crisis, or not to be believed. It
///         escalates at the first look that finds something worse, and steps down by itself, after a streak of looks
///         that all found something better (math 7.1 to 7.3, features K1 K2 K4).
/// @dev A source that does not answer counts as one that disagrees; a memory that does not, as calm. Nothing here is
///      asked by whoever leaves.
/// @custom:stop Nothing to stop: no owner, no setter. Point the observer elsewhere.
contract MarketEstimator is IMarket, IEstimator {
    using FixedPointMathLib for uint256;

    error AssetNotWatched(address asset);

    struct Source {
        address asset;
        uint256 unit; // {unit/tok}
        uint256 deviation; // D18{1}, by which the oracle's feed may be off
        IPriceOracle oracle; // That the vault is priced with.
        IPriceOracle second; // Another source; the oracle itself where there is none.
        IPriceOracle spot; // The pool, now.
        IPriceOracle twap; // The pool, over the window.
        DepthEstimator depth; // Of the pool; address 0 where nobody remembers it.
    }

    struct Limits {
        uint256 lag; // {s}, that a feed takes to publish
        uint256 window; // {s}, of the averages
        uint256 minDepth; // D18{1}, below which a pool is thin
        uint256 minJump; // D18{1}, below which no return is a jump
        uint256 maxDrawdown; // D18{1}
        uint256 maxAge; // {s}, after which a look says nothing any more
        uint256 streak; // looks in a row that must find something better
        uint256 spacing; // {s} between two of them
        uint256 rest; // {s} after a class was last found
    }

    /// @dev All that one look sees.
    struct Look {
        Market.Prices prices;
        uint256 depth; // D18{1}
        uint256 volatility; // D18{1/sqrt(year)}
        MarketClass found;
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant HEAD = 64; // {byte} of an encoded list before its rows
    uint256 internal constant ROW = 256; // {byte} of a Source in it
    uint256 internal constant MAX_VOLATILITY = 3e18; // D18{1/sqrt(year)}: tolerances do not grow for ever.
    uint256 internal constant MAX_LAG = 1 hours; // {s}
    uint256 internal constant MAX_WINDOW = 1 days; // {s}
    uint256 internal constant MAX_AGE = 1 days; // {s}
    uint256 internal constant MAX_REST = 7 days; // {s}, as long as the longest pause
    uint256 internal constant MAX_STREAK = 100; // looks
    uint256 internal constant PRICE_GAS = 300_000; // {gas} for one price: a composite of several feeds
    uint256 internal constant MEMORY_GAS = 50_000; // {gas} for one memory: a few words
    uint256 internal constant VAULT_GAS = 500_000; // {gas} for a share's price: twenty assets behind their oracles

    address public immutable quote;
    VarianceEstimator public immutable variance; // Address 0: nobody remembers it.
    DrawdownEstimator public immutable drawdown; // Address 0: nobody remembers it.
    uint256 public immutable lag; // {s}
    uint256 public immutable window; // {s}
    uint256 public immutable minDepth; // D18{1}
    uint256 public immutable minJump; // D18{1}
    uint256 public immutable maxDrawdown; // D18{1}
    uint256 public immutable maxAge; // {s}
    uint256 public immutable streak;
    uint256 public immutable spacing; // {s}
    uint256 public immutable rest; // {s}
    uint256 internal immutable _lagRoot; // D18{sqrt(year)}
    uint256 internal immutable _windowRoot; // D18{sqrt(year)}, of a third of it
    address internal immutable _list; // The sources, as code: one cold read for all (docs/decisions/0002).
    mapping(address asset => Market.Standing) internal _standings;

    constructor(
        address quote_,
        Source[] memory list,
        VarianceEstimator variance_,
        DrawdownEstimator drawdown_,
        Limits memory limits
    ) {
        Bounds.requireAtMost("lag", limits.lag, MAX_LAG);
        Bounds.requireSome("window", limits.window, MAX_WINDOW);
        Bounds.requireAtMost("minDepth", limits.minDepth, ONE);
        Bounds.requireSome("minJump", limits.minJump, ONE);
        Bounds.requireSome("maxDrawdown", limits.maxDrawdown, ONE);
        Bounds.requireSome("maxAge", limits.maxAge, MAX_AGE);
        Bounds.requireSome("streak", limits.streak, MAX_STREAK);
        Bounds.requireSome("spacing", limits.spacing, limits.maxAge);
        Bounds.requireAtMost("rest", limits.rest, MAX_REST);
        (quote, _list) = (quote_, SSTORE2.write(abi.encode(list)));
        (variance, drawdown) = (variance_, drawdown_);
        (lag, window, minDepth, minJump) = (limits.lag, limits.window, limits.minDepth, limits.minJump);
        (maxDrawdown, maxAge) = (limits.maxDrawdown, limits.maxAge);
        (streak, spacing, rest) = (limits.streak, limits.spacing, limits.rest);
        (_lagRoot, _windowRoot) = (Market.rootOf(limits.lag), Market.rootOf(limits.window / 3));
    }

    /* ANYONE */

    /// @inheritdoc IEstimator
    function record() external returns (bool recorded) {
        (Source[] memory list, bool fallen) = (sources(), _hasFallen());
        for (uint256 i; i < list.length; ++i) {
            if (_record(list[i], fallen)) recorded = true;
        }
    }

    /// @notice Looks at one asset's market. Reverts `AssetNotWatched`.
    /// @return Whether its class has changed.
    function recordAsset(address asset) external returns (bool) {
        return _record(_sourceOf(asset), _hasFallen());
    }

    /* VIEWS */

    /// @inheritdoc IMarket
    function classOf(address asset) public view returns (MarketClass) {
        Market.Standing storage standing = _standings[asset];
        unchecked {
            return block.timestamp > standing.seen + maxAge ? MarketClass.Unknown : standing.class; // 41 bits
        }
    }

    /// @inheritdoc IMarket
    function classesOf(address[] calldata assets) external view returns (uint256 word) {
        for (uint256 i; i < assets.length; ++i) {
            word |= Signals.classAt(classOf(assets[i]), i);
        }
    }

    /// @notice What is remembered of one asset's market.
    function standingOf(address asset) external view returns (Market.Standing memory) {
        return _standings[asset];
    }

    /// @notice What a look would find now. Reverts `AssetNotWatched`.
    function look(address asset) external view returns (Look memory) {
        return _look(_sourceOf(asset), _hasFallen());
    }

    function sources() public view returns (Source[] memory) {
        return abi.decode(SSTORE2.read(_list), (Source[]));
    }

    /* INTERNAL */

    /// @param fallen Whether the share has: asked once for all assets.
    function _record(Source memory source, bool fallen) internal returns (bool changed) {
        Look memory seen = _look(source, fallen);
        Market.Standing memory start = _standings[source.asset];
        Market.Standing memory end =
            Market.advance(start, seen.found, block.timestamp, Market.Patience(streak, spacing, rest));
        _standings[source.asset] = end;
        if (changed = end.class != start.class) _tell(source.asset, start.class, end.class, seen);
        emit Recorded(source.asset, uint256(end.class));
    }

    function _tell(address asset, MarketClass from, MarketClass to, Look memory seen) internal {
        Market.Prices memory p = seen.prices;
        emit MarketChanged(asset, from, to, p.oracle, p.second, p.spot, p.twap, seen.depth, seen.volatility);
    }

    /// @dev Where nobody remembers how the price moves there is no breaker: so a hub that is not listed there takes
    ///      what is sold in a crisis.
    function _look(Source memory source, bool fallen) internal view returns (Look memory seen) {
        VarianceEstimator.Motion memory motion = _motionOf(source.asset);
        seen.prices = _pricesOf(source);
        seen.volatility = motion.volatility.min(MAX_VOLATILITY);
        seen.depth = _remembered(address(source.depth), MEMORY_GAS, abi.encodeCall(DepthEstimator.ratio, ()), ONE);
        Market.Tolerances memory most = Market.tolerances(source.deviation, seen.volatility, _lagRoot, _windowRoot);
        seen.found = Market.judge(seen.prices, most, seen.depth < minDepth);
        if (seen.found >= MarketClass.Crisis || seen.volatility == 0) return seen;
        if (fallen || _hasJumped(motion, seen.volatility)) seen.found = MarketClass.Crisis;
    }

    function _pricesOf(Source memory source) internal view returns (Market.Prices memory prices) {
        prices.oracle = _price(source, source.oracle);
        prices.second = source.second == source.oracle ? prices.oracle : _price(source, source.second);
        prices.spot = _price(source, source.spot);
        prices.twap = _price(source, source.twap);
    }

    /// @return D18{USD/tok}, 0 where the source does not answer.
    function _price(Source memory source, IPriceOracle oracle) internal view returns (uint256) {
        bytes memory asked = abi.encodeCall(IPriceOracle.getQuote, (source.unit, source.asset, quote));
        (bool given, bytes memory said) = Attempt.read(address(oracle), PRICE_GAS, asked, 32);
        return given ? abi.decode(said, (uint256)) : 0;
    }

    /// @dev Whether the first breaker has tripped: the share's drawdown (math 7.3).
    function _hasFallen() internal view returns (bool) {
        bytes memory asked = abi.encodeCall(DrawdownEstimator.drawdown, ());
        return _remembered(address(drawdown), VAULT_GAS, asked, 0) > maxDrawdown;
    }

    /// @dev Whether the second has: a jump of the price not long ago (math 7.3).
    function _hasJumped(VarianceEstimator.Motion memory motion, uint256 volatility) internal view returns (bool) {
        if (block.timestamp > motion.updated + rest) return false;
        return Market.isJump(motion.size, motion.span, volatility, minJump);
    }

    /// @return motion How the price has moved; nothing where nobody remembers it.
    function _motionOf(address asset) internal view returns (VarianceEstimator.Motion memory motion) {
        if (address(variance) == address(0)) return motion;
        bytes memory asked = abi.encodeCall(VarianceEstimator.motionOf, (asset));
        (bool given, bytes memory said) = Attempt.read(address(variance), MEMORY_GAS, asked, 128);
        if (given) motion = abi.decode(said, (VarianceEstimator.Motion));
    }

    /// @return What a memory says, or the default where there is none or it does not answer.
    function _remembered(address memory_, uint256 stipend, bytes memory asked, uint256 otherwise)
        internal
        view
        returns (uint256)
    {
        if (memory_ == address(0)) return otherwise;
        (bool given, bytes memory said) = Attempt.read(memory_, stipend, asked, 32);
        return given ? abi.decode(said, (uint256)) : otherwise;
    }

    /// @dev One row of the list: to decode them all for the sake of one would cost 5,000 gas of eight.
    function _sourceOf(address asset) internal view returns (Source memory) {
        bytes memory list = SSTORE2.read(_list);
        for (uint256 at = HEAD; at < list.length; at += ROW) {
            if (_assetAt(list, at) == asset) return abi.decode(SSTORE2.read(_list, at, at + ROW), (Source));
        }
        revert AssetNotWatched(asset);
    }

    /// @return asset The first word of a row.
    function _assetAt(bytes memory list, uint256 at) private pure returns (address asset) {
        assembly ("memory-safe") {
            asset := mload(add(add(list, 0x20), at))
        }
    }
}
