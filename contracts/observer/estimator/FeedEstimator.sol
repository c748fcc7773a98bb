// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IEstimator} from "interfaces/IEstimator.sol";
import {IStateObserver} from "interfaces/IStateObserver.sol";
import {IChainlinkFeed} from "interfaces/external/chainlink/IChainlinkFeed.sol";
import {ChainlinkOracle} from "contracts/observer/oracle/ChainlinkOracle.sol";

/// @title FeedEstimator
/// @notice Whoever remembers the rounds of Chainlink feeds: up to eight assets, each with its own feed and age limit.
/// @dev The list is in the code: a cold read of it would cost a quarter of what an update may (docs/estimators.md).
///      What is recorded is a round, and so an event of its feed already; the twin has every estimate from those.
abstract contract FeedEstimator is IEstimator {
    using FixedPointMathLib for uint256;

    /// @notice The first round of an asset, or of another aggregator behind its feed: it makes no return, as the prices of
    ///         two aggregators are not of one series.
    event SeriesStarted(address indexed asset, uint256 phase);

    error TooManySources(uint256 count, uint256 most);
    error SourceUnusable(address asset, address feed, uint256 maxAge);

    struct Source {
        address asset;
        IChainlinkFeed feed;
        uint32 maxAge; // {s}, the feed's heartbeat and a grace
    }

    uint256 public constant MAX_SOURCES = 8;
    uint256 internal constant MAX_DECIMALS = 18;
    uint256 internal constant MAX_PRICE = type(uint128).max; // D18{USD/tok} (math 0.4)

    // The assets, and for each: decimals << 192 | maxAge << 160 | feed.
    address internal immutable _asset0;
    address internal immutable _asset1;
    address internal immutable _asset2;
    address internal immutable _asset3;
    address internal immutable _asset4;
    address internal immutable _asset5;
    address internal immutable _asset6;
    address internal immutable _asset7;
    uint256 internal immutable _source0;
    uint256 internal immutable _source1;
    uint256 internal immutable _source2;
    uint256 internal immutable _source3;
    uint256 internal immutable _source4;
    uint256 internal immutable _source5;
    uint256 internal immutable _source6;
    uint256 internal immutable _source7;

    constructor(Source[] memory list) {
        require(list.length > 0 && list.length <= MAX_SOURCES, TooManySources(list.length, MAX_SOURCES));
        (_asset0, _source0) = _pack(list, 0);
        (_asset1, _source1) = _pack(list, 1);
        (_asset2, _source2) = _pack(list, 2);
        (_asset3, _source3) = _pack(list, 3);
        (_asset4, _source4) = _pack(list, 4);
        (_asset5, _source5) = _pack(list, 5);
        (_asset6, _source6) = _pack(list, 6);
        (_asset7, _source7) = _pack(list, 7);
    }

    /* ANYONE */

    /// @inheritdoc IEstimator
    /// @dev All assets; one whose feed fails stops them all by its name, and none of them when they are recorded alone.
    function record() external returns (bool recorded) {
        for (uint256 i; i < MAX_SOURCES; ++i) {
            (address asset, uint256 source) = _at(i);
            if (source == 0) break;
            if (_record(asset, source)) recorded = true;
        }
    }

    /// @notice One asset alone.
    function recordAsset(address asset) external returns (bool recorded) {
        return _record(asset, _sourceOf(asset));
    }

    /* VIEWS */

    /// @notice The assets, in their order.
    function assets() external view returns (address[] memory list) {
        list = new address[](MAX_SOURCES);
        uint256 n;
        for (; n < MAX_SOURCES; ++n) {
            (address asset, uint256 source) = _at(n);
            if (source == 0) break;
            list[n] = asset;
        }
        assembly ("memory-safe") {
            mstore(list, n)
        }
    }

    /// @return feed Where its price comes from.
    /// @return maxAge {s}
    /// @return decimals Of the feed's answers.
    function sourceOf(address asset)
        external
        view
        returns (IChainlinkFeed feed, uint256 maxAge, uint256 decimals)
    {
        uint256 source = _sourceOf(asset);
        return (_feedOf(source), _maxAgeOf(source), source >> 192);
    }

    /* INTERNAL */

    /// @return Whether the feed had something new.
    function _record(address asset, uint256 source) internal virtual returns (bool);

    /// @notice What a feed says now.
    /// @return phase The aggregator behind it, cut to a byte.
    /// @return id The aggregator's own number of the round.
    /// @return answer In the feed's decimals.
    /// @return time {s}, when it was published.
    function _look(uint256 source) internal view returns (uint256 phase, uint256 id, int256 answer, uint256 time) {
        uint80 round;
        (round, answer,, time,) = _feedOf(source).latestRoundData();
        (phase, id) = (uint8(round >> 64), uint64(round));
    }

    /// @notice The logarithm of a new round's price, where it is one to believe: of no other time than the feed allows,
    ///         positive, and in the decimals that the feed had. D18{1}
    function _logPriceOf(address asset, uint256 source, int256 answer, uint256 time)
        internal
        view
        returns (int256)
    {
        address feed = address(_feedOf(source));
        require(time <= block.timestamp, ChainlinkOracle.PriceFromFuture(feed, time, block.timestamp));
        unchecked {
            (uint256 age, uint256 most) = (block.timestamp - time, _maxAgeOf(source));
            require(age <= most, ChainlinkOracle.PriceTooOld(feed, age, most));
        }
        require(answer > 0, ChainlinkOracle.PriceNotPositive(feed, answer));
        uint256 decimals = _feedOf(source).decimals();
        require(decimals == source >> 192, ChainlinkOracle.FeedDecimalsChanged(feed, decimals, source >> 192));
        uint256 price = uint256(answer).saturatingMul(10 ** (MAX_DECIMALS - decimals));
        require(price <= MAX_PRICE, IStateObserver.PriceOutOfDomain(asset, price, 1, MAX_PRICE));
        return FixedPointMathLib.lnWad(int256(price));
    }

    function _sourceOf(address asset) internal view returns (uint256 source) {
        if (asset == _asset0) source = _source0;
        else if (asset == _asset1) source = _source1;
        else if (asset == _asset2) source = _source2;
        else if (asset == _asset3) source = _source3;
        else if (asset == _asset4) source = _source4;
        else if (asset == _asset5) source = _source5;
        else if (asset == _asset6) source = _source6;
        else if (asset == _asset7) source = _source7;
        require(source > 0, IStateObserver.AssetNotObserved(asset));
    }

    function _at(uint256 i) internal view returns (address, uint256) {
        if (i == 0) return (_asset0, _source0);
        if (i == 1) return (_asset1, _source1);
        if (i == 2) return (_asset2, _source2);
        if (i == 3) return (_asset3, _source3);
        if (i == 4) return (_asset4, _source4);
        if (i == 5) return (_asset5, _source5);
        if (i == 6) return (_asset6, _source6);
        return (_asset7, _source7);
    }

    function _feedOf(uint256 source) internal pure returns (IChainlinkFeed) {
        return IChainlinkFeed(address(uint160(source)));
    }

    function _maxAgeOf(uint256 source) internal pure returns (uint256) {
        return uint32(source >> 160);
    }

    function _pack(Source[] memory list, uint256 i) private view returns (address asset, uint256 source) {
        if (i >= list.length) return (address(0), 0);
        (address feed, uint256 maxAge) = (address(list[i].feed), list[i].maxAge);
        asset = list[i].asset;
        require(asset != address(0) && maxAge > 0, SourceUnusable(asset, feed, maxAge));
        for (uint256 k; k < i; ++k) {
            require(list[k].asset != asset, SourceUnusable(asset, feed, maxAge));
        }
        uint256 decimals = list[i].feed.decimals();
        require(decimals <= MAX_DECIMALS, IStateObserver.DecimalsTooMany(asset, decimals, MAX_DECIMALS));
        source = (decimals << 192) | (maxAge << 160) | uint160(feed);
    }
}
