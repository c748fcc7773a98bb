// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IBands} from "interfaces/IBands.sol";
import {IConstraint} from "interfaces/IConstraint.sol";
import {State, Asset} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {Covariance} from "contracts/math/Covariance.sol";
import {NoTrade} from "contracts/math/NoTrade.sol";
import {Signals} from "contracts/math/Signals.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";
import {DriftConstraint} from "contracts/constraint/DriftConstraint.sol";
import {TimelessConstraint} from "contracts/constraint/TimelessConstraint.sol";

/// @title BandConstraint
/// @notice A rebalance starts where some asset has drifted beyond a band of its own, and may go on, slice by slice, until
///         all are inside a part of it (math 1.2; features E1, cases RB-01). A band is the narrowest of those that are
///         asked for: absolute, relative to the target, by a budget of risk, by what trading costs.
/// @dev Drift and band are compared before anything is divided. In doubt a band is narrower: an asset whose volatility
///      nobody remembers has the greatest there is, and a correlation that nobody remembers is -1.
/// @custom:stop Nothing to stop: no owner, no setter. Point the vault's set elsewhere.
contract BandConstraint is TimelessConstraint, IBands {
    using FixedPointMathLib for uint256;
    using FixedPointMathLib for int256;

    struct Bands {
        uint256 absolute; // D18{1}, the widest
        uint256 least; // D18{1}, the narrowest, whatever the others say
        uint256 inner; // D18{1} of each band, inside which a rebalance stops
        uint256 relative; // D18{1} of the target, where there is one; 0: not asked
        uint256 risk; // D18{1/sqrt(year)} against the hub, that a drift may be; 0: not asked
        uint256 cost; // D18{1} of what is traded; 0: not asked
        uint256 fixedCost; // D18{USD} a rebalance; 0: not asked
        uint256 aversion; // D18{1} to risk, where a cost is asked
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_BAND = 0.25e18; // D18{1}, a quarter: two halves never drift by more than a half.
    uint256 internal constant MAX_INNER = 0.8e18; // D18{1}: the outer band is 1.25 times it, or the trigger chatters.
    uint256 internal constant MAX_COST = 0.1e18; // D18{1}, a tenth: ten times the dearest fee tier, 1 %.
    uint256 internal constant MAX_FIXED_COST = 1e22; // D18{USD}: 10,000, a whole block of 30 million gas at 100 gwei.
    uint256 internal constant LEAST_AVERSION = 1e15; // D18{1} (math 0.4)
    uint256 internal constant MAX_AVERSION = 1e20; // D18{1} (math 0.4)

    address public immutable hub;
    uint256 public immutable absolute;
    uint256 public immutable least;
    uint256 public immutable inner;
    uint256 public immutable relative;
    uint256 public immutable risk;
    uint256 public immutable cost;
    uint256 public immutable fixedCost;
    uint256 public immutable aversion;
    mapping(address caller => bool) public isActive; // Between the slices of one rebalance.

    /// @param hub_ What pays for the others, and a risk is measured against.
    constructor(address hub_, Bands memory bands) {
        Bounds.requireSome("absolute", bands.absolute, MAX_BAND);
        Bounds.requireSome("least", bands.least, bands.absolute);
        Bounds.requireSome("inner", bands.inner, MAX_INNER);
        Bounds.requireAtMost("relative", bands.relative, ONE);
        Bounds.requireAtMost("risk", bands.risk, ONE);
        Bounds.requireAtMost("cost", bands.cost, MAX_COST);
        Bounds.requireAtMost("fixedCost", bands.fixedCost, MAX_FIXED_COST);
        bool asked = bands.cost > 0 || bands.fixedCost > 0;
        if (asked) Bounds.requireBetween("aversion", bands.aversion, LEAST_AVERSION, MAX_AVERSION);
        (hub, absolute, least, inner) = (hub_, bands.absolute, bands.least, bands.inner);
        (relative, risk, cost) = (bands.relative, bands.risk, bands.cost);
        (fixedCost, aversion) = (bands.fixedCost, bands.aversion);
    }

    /// @inheritdoc IConstraint
    function judge(address account, State calldata start, uint256[] calldata target, State calldata)
        external
        view
    {
        _judge(account, start, target);
    }

    /// @inheritdoc IConstraint
    function check(State calldata start, uint256[] calldata target, State calldata end) external {
        (int256 beyond,,) = _farthest(end, target, _judge(msg.sender, start, target), inner);
        isActive[msg.sender] = beyond > 0;
    }

    /// @inheritdoc IBands
    /// @dev Reverts as `bandsOf` does.
    function edgesOf(State calldata state, uint256[] calldata target)
        external
        view
        returns (uint256[] memory edges)
    {
        edges = bandsOf(state, target);
        for (uint256 i; i < edges.length; ++i) {
            edges[i] = edges[i] * inner / ONE;
        }
    }

    /// @notice How far each asset may drift before a rebalance starts. Reverts `NothingToWeigh`, `AssetUnknown`,
    ///         `VolatilityTooHigh`, `CorrelationNotObserved` where a part is left away, or `CorrelationOutOfDomain`.
    /// @return bands D18{1}, each between `least` and `absolute`, rounded down.
    function bandsOf(State calldata state, uint256[] calldata target)
        public
        view
        returns (uint256[] memory bands)
    {
        require(state.value > 0, Weights.NothingToWeigh());
        bands = new uint256[](target.length);
        for (uint256 i; i < bands.length; ++i) {
            uint256 wanted = target[i];
            bands[i] = wanted > 0 && relative > 0 ? absolute.min(wanted * relative / ONE) : absolute;
            if (cost > 0 || fixedCost > 0) bands[i] = bands[i].min(_byCost(wanted, state.value));
        }
        if (risk > 0) _narrowByRisk(state, bands);
        for (uint256 i; i < bands.length; ++i) {
            bands[i] = bands[i].max(least);
        }
    }

    /// @dev Between what is risky and what is not a weight w spreads by (s w (1 - w))^2 a year, and the loss grows by
    ///      aversion * s^2: the volatility s falls out (math 1.2).
    function _byCost(uint256 wanted, uint256 total) internal view returns (uint256 band) {
        uint256 slope = wanted * (ONE - wanted); // D36
        uint256 spread = slope * slope / 1e54; // From D72, at most 6.25e70, to D18
        band = cost > 0 ? NoTrade.ofCost(cost, spread, aversion) : ONE;
        if (fixedCost > 0) {
            band = band.min(NoTrade.ofFixedCost(ONE.min(fixedCost * ONE / total), spread, aversion));
        }
    }

    /// @dev A hub of unknown volatility has none: it is cash.
    function _narrowByRisk(State calldata state, uint256[] memory bands) internal view {
        (uint256[] calldata signals, uint256 center) = (state.signals, Valuation.placeOf(state.assets, hub));
        uint256 still = Covariance.volatilityOr(signals, center, 0);
        for (uint256 i; i < bands.length; ++i) {
            if (i == center) continue;
            uint256 moving = Covariance.volatilityOr(signals, i, Covariance.MAX_VOLATILITY);
            int256 both = _correlationOf(signals, bands.length, i.min(center), i.max(center));
            bands[i] = bands[i].min(NoTrade.ofRisk(risk, NoTrade.volatilityAgainst(moving, still, both)));
        }
    }

    function _correlationOf(uint256[] calldata signals, uint256 n, uint256 i, uint256 j)
        internal
        pure
        returns (int256 both)
    {
        if (!Signals.has(signals, Signals.CORRELATIONS)) return -int256(ONE);
        both = Signals.correlationOf(signals, n, i, j);
        require(both.abs() <= ONE, Covariance.CorrelationOutOfDomain(i, j, both));
    }

    function _judge(address account, State calldata start, uint256[] calldata target)
        internal
        view
        returns (uint256[] memory bands)
    {
        bands = bandsOf(start, target);
        (int256 beyond, uint256 drift, uint256 band) =
            _farthest(start, target, bands, isActive[account] ? inner : ONE);
        require(beyond > 0, DriftConstraint.WithinBand(drift, band));
    }

    /// @param part D18{1} of each band.
    /// @return beyond How far the asset is beyond that which is so the farthest, D36{1} of D18{USD}; at or below 0 none is.
    /// @return drift Its own, D18{1}, rounded down. @return band That part of its band, D18{1}, rounded down.
    function _farthest(State calldata state, uint256[] calldata target, uint256[] memory bands, uint256 part)
        internal
        pure
        returns (int256 beyond, uint256 drift, uint256 band)
    {
        (Asset[] calldata assets, uint256 total) = (state.assets, state.value);
        require(total > 0, Weights.NothingToWeigh());
        beyond = type(int256).min;
        for (uint256 i; i < assets.length; ++i) {
            uint256 gap = Weights.gap(assets[i].value, target[i], total).abs();
            uint256 most = bands[i] * part;
            int256 over = int256(gap * ONE) - int256(most * total); // Each is below 2^188 * 2^60.
            if (over > beyond) (beyond, drift, band) = (over, gap / total, most / ONE);
        }
    }
}
