// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IStrategy} from "interfaces/IStrategy.sol";
import {State, Asset} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {NormalDistribution} from "contracts/math/NormalDistribution.sol";
import {Signals} from "contracts/math/Signals.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {InverseVolatilityStrategy} from "contracts/strategy/InverseVolatilityStrategy.sol";

/// @title OptionReplicationStrategy
/// @notice Wants of one risky asset and of cash what a protective put or a covered call on it would be made of: the first
///         sells as the price falls and keeps a floor, the second sells as it rises and earns the calm (math 3.9, 1.2).
/// @dev Of every other asset it wants nothing, so that several of it can be blended over one vault. From an hour before
///      the expiry, and ever after, the weights are those of an hour before it: a step at the strike.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault elsewhere, before the expiry.
contract OptionReplicationStrategy is IStrategy {
    using FixedPointMathLib for uint256;
    using FixedPointMathLib for int256;

    enum Kind {
        ProtectivePut, // The asset and a put on it: all of it far above the strike, cash far below.
        CoveredCall // The asset less a call on it: the other way round.
    }

    error SameAsset(address asset);

    uint256 public constant MIN_VOLATILITY = 0.01e18; // D18{1/sqrt(year)}, 1 %: what hardly moves needs no option.
    uint256 public constant MAX_VOLATILITY = 10e18; // D18{1/sqrt(year)}, 1,000 %: the most that is estimated (math 0.4)
    uint256 public constant MIN_TERM = 1 hours; // {s}: nearer to the expiry each tick of the price would be a trade.
    uint256 internal constant MAX_TERM = 730 days; // {s}: far enough for any that is traded, and where its error is known
    uint256 internal constant MAX_PRICE = 1e30; // D18{USD/tok}, the most that an observer tells
    uint256 internal constant MAX_RATE = 0.5e18; // D18{1/year}, 50 % either way: dearer money is no cash.
    uint256 internal constant MIN_INTERVAL = 1 minutes; // {s}: more often no keeper trades.
    uint256 internal constant MAX_INTERVAL = 30 days; // {s}: less often it replicates nothing.
    uint256 internal constant MAX_COST = 0.1e18; // D18{1}, ten times the dearest fee tier
    uint256 internal constant MEAN_MOVE = 0.797884560802865356e18; // D18{1}, sqrt(2/pi): the mean size of a normal variable
    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant YEAR = 365 days; // {s}

    Kind public immutable kind;
    address public immutable risky;
    address public immutable cash;
    uint256 public immutable strike; // K, D18{USD/tok}
    uint256 public immutable expiry; // {s}
    int256 public immutable rate; // r, D18{1/year}, what cash earns
    uint256 public immutable interval; // {s} between two rebalances
    uint256 public immutable cost; // D18{1} of what is traded, there and back
    uint256 public immutable drag; // D18{1/sqrt(year)}, what trading costs, as volatility (math 1.2)
    uint256 public immutable leastVolatility; // D18{1/sqrt(year)}: below it a covered call costs all that it earns.
    int256 internal immutable _lnStrike; // D18{1}

    /// @param strike_ D18{USD/tok} @param expiry_ {s}, an hour to 730 days from now. @param rate_ D18{1/year}
    /// @param interval_ {s} @param cost_ D18{1}
    constructor(
        Kind kind_,
        address risky_,
        address cash_,
        uint256 strike_,
        uint256 expiry_,
        int256 rate_,
        uint256 interval_,
        uint256 cost_
    ) {
        require(risky_ != cash_, SameAsset(risky_));
        Bounds.requireSome("strike", strike_, MAX_PRICE);
        Bounds.requireBetween("expiry", expiry_, block.timestamp + MIN_TERM, block.timestamp + MAX_TERM);
        Bounds.requireAtMost("rate", rate_.abs(), MAX_RATE);
        Bounds.requireBetween("interval", interval_, MIN_INTERVAL, MAX_INTERVAL);
        Bounds.requireAtMost("cost", cost_, MAX_COST);
        (kind, risky, cash, strike, expiry, rate) = (kind_, risky_, cash_, strike_, expiry_, rate_);
        (interval, cost) = (interval_, cost_);
        _lnStrike = FixedPointMathLib.lnWad(int256(strike_));
        drag = MEAN_MOVE.mulDivUp(cost_, (interval_ * ONE * ONE / YEAR).sqrt());
        leastVolatility = MIN_VOLATILITY + (kind_ == Kind.CoveredCall ? drag : 0);
    }

    /// @inheritdoc IStrategy
    /// @dev The risky asset's weight is rounded down, cash is the rest. Reverts `AssetUnknown` where one of the two is not
    ///      held, `VolatilityNotObserved` or `VolatilityOutOfDomain`.
    function target(State calldata state) external view returns (uint256[] memory weights) {
        Asset[] calldata assets = state.assets;
        (uint256 at, uint256 beside) = (Valuation.placeOf(assets, risky), Valuation.placeOf(assets, cash));
        uint256 variance = varianceOf(Signals.volatilityOf(state.signals, at));
        uint256 term = expiry.zeroFloorSub(state.time).clamp(MIN_TERM, MAX_TERM);
        weights = new uint256[](assets.length);
        weights[at] = _weight(assets[at].price, variance, term);
        weights[beside] = ONE - weights[at];
    }

    /// @notice Leland's variance: a put that is replicated at a cost is as dear as one of a greater volatility, a call that
    ///         is sold so as cheap as one of a smaller (math 1.2).
    /// @param volatility D18{1/sqrt(year)}, as observed. @return D36{1/year}
    function varianceOf(uint256 volatility) public view returns (uint256) {
        require(
            volatility >= leastVolatility && volatility <= MAX_VOLATILITY,
            InverseVolatilityStrategy.VolatilityOutOfDomain(risky, volatility, leastVolatility, MAX_VOLATILITY)
        );
        return volatility * (kind == Kind.ProtectivePut ? volatility + drag : volatility - drag);
    }

    /// @dev S N(d1) beside K exp(-rT) N(-d2) for a put, S N(-d1) beside K exp(-rT) N(d2) for a call. Not both are nothing:
    ///      d1 - d2 is below 14.2 for a call, and above 0 for a put.
    /// @param price D18{USD/tok} @param variance D36{1/year} @param term {s} @return D18{1}
    function _weight(uint256 price, uint256 variance, uint256 term) internal view returns (uint256) {
        (int256 d1, int256 d2, int256 growth) = _distances(price, variance, term);
        if (kind == Kind.CoveredCall) (d1, d2) = (-d1, -d2);
        uint256 held = price * ONE * NormalDistribution.cdf(d1); // D54{USD/tok}
        uint256 lent = strike * uint256(FixedPointMathLib.expWad(-growth)); // D36{USD/tok}
        lent *= NormalDistribution.cdf(-d2); // D54{USD/tok}
        return held.fullMulDiv(ONE, held + lent);
    }

    /// @dev A logarithm is below 136, what cash earns below 1, and a deviation between 1e-4 and 37: no overflow.
    /// @return d1 D18{1} @return d2 D18{1} @return growth rT, D18{1}
    function _distances(uint256 price, uint256 variance, uint256 term)
        internal
        view
        returns (int256 d1, int256 d2, int256 growth)
    {
        unchecked {
            growth = rate * int256(term) / int256(YEAR);
            int256 deviation = int256((variance * term / YEAR).sqrt()); // D18{1}
            int256 distance = FixedPointMathLib.lnWad(int256(price)) - _lnStrike + growth; // D18{1}
            d1 = distance * int256(ONE) / deviation + deviation / 2;
            d2 = d1 - deviation;
        }
    }
}
