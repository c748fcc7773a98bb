// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IPriceOracle} from "interfaces/IPriceOracle.sol";
import {IChainlinkFeed} from "interfaces/external/chainlink/IChainlinkFeed.sol";

/// @title ChainlinkOracle
/// @notice Prices one pair with one Chainlink feed, both ways. Its age limit and bounds are the feed's own.
/// @custom:stop Nothing to stop: no owner, no state. Point the observer elsewhere.
contract ChainlinkOracle is IPriceOracle {
    using FixedPointMathLib for uint256;

    error RoundIncomplete(address feed, uint256 roundId, uint256 updatedAt);
    error PriceFromFuture(address feed, uint256 updatedAt, uint256 time);
    error PriceTooOld(address feed, uint256 age, uint256 maxAge);
    error PriceNotPositive(address feed, int256 answer);
    error PriceOutOfBounds(address feed, uint256 answer, uint256 minAnswer, uint256 maxAnswer);
    error FeedDecimalsChanged(address feed, uint256 decimals, uint256 expected);
    error BoundsEmpty(uint256 minAnswer, uint256 maxAnswer);
    error DeviationTooWide(uint256 deviation, uint256 most);

    uint256 internal constant MAX_DEVIATION = 0.1e18; // D18{1}; Chainlink's own go up to 5 %.
    uint256 internal constant ONE = 1e18; // D18{1}

    IChainlinkFeed public immutable feed;
    address public immutable base;
    address public immutable quote;
    uint256 public immutable maxAge; // {s}, the feed's heartbeat and a grace
    uint256 public immutable minAnswer; // In the feed's own decimals: what we believe possible, as the
    uint256 public immutable maxAnswer; // aggregator's bounds are far too wide to trust (cases OR-04).
    uint256 public immutable deviation; // D18{1}: the feed publishes a price that has moved by so much, not before
    uint256 public immutable feedDecimals;
    uint256 public immutable baseScale; // {unit/tok} of base times 10 ** feedDecimals
    uint256 public immutable quoteScale; // {unit/tok} of quote

    constructor(
        IChainlinkFeed feed_,
        address base_,
        address quote_,
        uint256 maxAge_,
        uint256 minAnswer_,
        uint256 maxAnswer_,
        uint256 deviation_
    ) {
        require(minAnswer_ > 0 && minAnswer_ < maxAnswer_, BoundsEmpty(minAnswer_, maxAnswer_));
        require(deviation_ <= MAX_DEVIATION, DeviationTooWide(deviation_, MAX_DEVIATION));
        (feed, base, quote) = (feed_, base_, quote_);
        (maxAge, minAnswer, maxAnswer, deviation) = (maxAge_, minAnswer_, maxAnswer_, deviation_);
        feedDecimals = feed_.decimals();
        baseScale = 10 ** (_decimalsOf(base_) + feedDecimals);
        quoteScale = 10 ** _decimalsOf(quote_);
    }

    /// @inheritdoc IPriceOracle
    function getQuote(uint256 amount, address from, address to) external view returns (uint256) {
        if (from == base && to == quote) return amount.fullMulDiv(_answer() * quoteScale, baseScale);
        if (from == quote && to == base) return amount.fullMulDiv(baseScale, _answer() * quoteScale);
        revert NotPriced(from, to);
    }

    /// @inheritdoc IPriceOracle
    /// @dev A price may have moved by the feed's deviation threshold without being published.
    function getQuotes(uint256 amount, address from, address to) external view returns (uint256 bid, uint256 ask) {
        uint256 low = _answer() * quoteScale;
        uint256 high = low * (ONE + deviation);
        uint256 scale = baseScale * ONE;
        low *= ONE - deviation;
        if (from == base && to == quote) return (amount.fullMulDiv(low, scale), amount.fullMulDivUp(high, scale));
        if (from == quote && to == base) return (amount.fullMulDiv(scale, high), amount.fullMulDivUp(scale, low));
        revert NotPriced(from, to);
    }

    function _answer() internal view returns (uint256) {
        (uint80 roundId, int256 answer,, uint256 updatedAt,) = feed.latestRoundData();
        require(roundId > 0 && updatedAt > 0, RoundIncomplete(address(feed), roundId, updatedAt));
        require(updatedAt <= block.timestamp, PriceFromFuture(address(feed), updatedAt, block.timestamp));
        uint256 age = block.timestamp - updatedAt;
        require(age <= maxAge, PriceTooOld(address(feed), age, maxAge));
        require(answer > 0, PriceNotPositive(address(feed), answer));
        uint256 price = uint256(answer);
        require(
            price >= minAnswer && price <= maxAnswer, PriceOutOfBounds(address(feed), price, minAnswer, maxAnswer)
        );
        uint256 decimals = feed.decimals();
        require(decimals == feedDecimals, FeedDecimalsChanged(address(feed), decimals, feedDecimals));
        return price;
    }

    /// @dev A unit of account that is a number of ISO 4217 has no code; ERC-7726 gives it 18 decimals.
    function _decimalsOf(address token) internal view returns (uint256) {
        return token.code.length == 0 ? 18 : IERC20Metadata(token).decimals();
    }
}
