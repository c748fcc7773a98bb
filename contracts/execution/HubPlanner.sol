// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IPlanner} from "interfaces/IPlanner.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {State, Order, Curve} from "interfaces/Types.sol";
import {ConstantProduct} from "contracts/math/ConstantProduct.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title HubPlanner
/// @notice Every asset trades with the hub: what is above its target is sold, then what is below it is
///         bought out of what the sales bring. At most one order an asset, at most N - 1 in all.
/// @dev All sizes are values at the state's prices; a pool's price never sets one (math 5.1).
///      1. Gaps to the target, shortened so that damping and turnover hold (math 1.3).
///      2. Each gap is cut to what its pool can bear (math 2.5, 5.2).
///      3. Sales and purchases are matched, so that the hub never crosses its own target (cases I-12).
///      4. Each size is solved so that the weight is met with the trade's cost in it (math 5.1).
/// @custom:stop Nothing to stop: no owner, no state. Point the vault elsewhere.
contract HubPlanner is IPlanner {
    using ConstantProduct for Curve;
    using FixedPointMathLib for uint256;

    error LimitOutOfRange(bytes32 name, uint256 limit, uint256 most);

    struct Limits {
        uint256 damping; // D18{1}, the part of each gap that one plan closes
        uint256 maxTurnover; // D18{1} of the vault's value, sold in one plan
        uint256 maxImpact; // D18{1}, how far a trade's average price may fall short of its pool's
        uint256 maxLoss; // D18{1}, how far a trade's proceeds may fall short of its worth, fee included
        uint256 minTrade; // D18{USD}, below which a gap is left alone
    }

    /// @dev One asset's way through the plan; `amount` values are D18{USD}.
    struct Leg {
        uint256 sold; // D18{USD} to be sold, or 0
        uint256 bought; // D18{USD} to be bought, or 0
        Curve curve;
    }

    /// @dev What the vault will hold as the orders run.
    struct Draft {
        uint256 value; // D18{USD} in all
        uint256 hub; // {unit} of the hub
        uint256 count; // orders so far
        Order[] orders;
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MAX_RATIO = 1e24; // D18{1}: a vault a million times its pool is clipped by depth anyway.

    address public immutable hub;
    IVenue public immutable venue;
    uint256 public immutable damping;
    uint256 public immutable maxTurnover;
    uint256 public immutable maxImpact;
    uint256 public immutable maxLoss;
    uint256 public immutable minTrade;

    constructor(address hub_, IVenue venue_, Limits memory limits) {
        _requireFraction("damping", limits.damping, ONE);
        _requireFraction("maxTurnover", limits.maxTurnover, ONE);
        _requireFraction("maxImpact", limits.maxImpact, ONE / 2);
        _requireFraction("maxLoss", limits.maxLoss, ONE / 2);
        (hub, venue) = (hub_, venue_);
        (damping, maxTurnover) = (limits.damping, limits.maxTurnover);
        (maxImpact, maxLoss, minTrade) = (limits.maxImpact, limits.maxLoss, limits.minTrade);
    }

    /// @inheritdoc IPlanner
    /// @dev The hint is ignored: the hub is the only route this planner knows.
    function plan(State calldata state, uint256[] calldata target, bytes calldata)
        external
        view
        returns (Order[] memory orders)
    {
        uint256 h = Valuation.indexOf(state.assets, hub);
        uint256[] memory goal = _goal(state, target);
        Leg[] memory legs = _legs(state, goal, h);
        _match(legs, state.values[h], goal[h]);
        Draft memory draft = Draft(state.value, state.balances[h], 0, new Order[](legs.length));
        for (uint256 i; i < legs.length; ++i) {
            if (legs[i].sold > 0) _sell(draft, legs[i], state, i, h);
        }
        for (uint256 j; j < legs.length; ++j) {
            if (legs[j].bought > 0) _buy(draft, legs[j], state, j, h, goal[h]);
        }
        return _trim(draft.orders, draft.count);
    }

    /// @dev The values to head for, D18{USD}: all the way, or as far as damping and turnover allow.
    function _goal(State calldata state, uint256[] calldata target) internal view returns (uint256[] memory goal) {
        uint256 n = target.length;
        goal = new uint256[](n);
        uint256 excess;
        for (uint256 i; i < n; ++i) {
            goal[i] = state.value * target[i] / ONE;
            if (state.values[i] > goal[i]) excess += state.values[i] - goal[i];
        }
        uint256 step = excess == 0 ? ONE : damping.min(maxTurnover.fullMulDiv(state.value, excess));
        if (step == ONE) return goal;
        for (uint256 i; i < n; ++i) {
            goal[i] = _towards(state.values[i], goal[i], step);
        }
    }

    /// @dev A part of the way from `value` to `goal`, rounded towards `value`.
    function _towards(uint256 value, uint256 goal, uint256 step) internal pure returns (uint256) {
        return goal > value ? value + (goal - value) * step / ONE : value - (value - goal) * step / ONE;
    }

    /// @dev What each asset would sell or buy, cut to what its pool can bear. The hub has no leg of its own.
    function _legs(State calldata state, uint256[] memory goal, uint256 h) internal view returns (Leg[] memory legs) {
        legs = new Leg[](goal.length);
        for (uint256 i; i < goal.length; ++i) {
            if (i == h || Weights.distance(state.values[i], goal[i]) <= minTrade) continue;
            if (state.values[i] > goal[i]) {
                legs[i].curve = venue.curve(state.assets[i], hub);
                legs[i].sold = (state.values[i] - goal[i]).min(_bearable(legs[i].curve, state, i));
            } else {
                legs[i].curve = venue.curve(hub, state.assets[i]);
                legs[i].bought = (goal[i] - state.values[i]).min(_bearable(legs[i].curve, state, h));
            }
        }
    }

    /// @dev What the pool can bear of asset i, D18{USD}.
    function _bearable(Curve memory curve, State calldata state, uint256 i) internal view returns (uint256) {
        return Valuation.valueOf(curve.depth(maxImpact), state.prices[i], state.units[i]);
    }

    /// @dev Shortens sales or purchases so that what the hub has and gets is what it needs and gives.
    function _match(Leg[] memory legs, uint256 hubValue, uint256 hubGoal) internal pure {
        (uint256 sold, uint256 bought) = (0, 0);
        for (uint256 i; i < legs.length; ++i) {
            (sold, bought) = (sold + legs[i].sold, bought + legs[i].bought);
        }
        uint256 wanted = (bought + hubGoal).zeroFloorSub(hubValue).min(sold);
        uint256 funded = (wanted + hubValue).zeroFloorSub(hubValue.min(hubGoal)).min(bought);
        for (uint256 i; i < legs.length; ++i) {
            if (legs[i].sold > 0) legs[i].sold = legs[i].sold.fullMulDiv(wanted, sold);
            if (legs[i].bought > 0) legs[i].bought = legs[i].bought.fullMulDiv(funded, bought);
        }
    }

    /// @dev Sells asset i for the hub until it weighs what it should in the vault that is left.
    function _sell(Draft memory draft, Leg memory leg, State calldata state, uint256 i, uint256 h) internal view {
        uint256 weight = (state.values[i] - leg.sold).fullMulDivUp(ONE, draft.value);
        uint256 amount = _size(leg.curve, state, i, h, state.values[i], draft.value - state.values[i], weight);
        draft.hub += _push(draft, leg.curve, state, i, h, amount.min(state.balances[i]));
    }

    /// @dev Buys asset j with the hub until it weighs what it should; the hub stays above its own goal.
    function _buy(Draft memory draft, Leg memory leg, State calldata state, uint256 j, uint256 h, uint256 hubGoal)
        internal
        view
    {
        uint256 weight = ONE - ((state.values[j] + leg.bought) * ONE / draft.value).min(ONE);
        uint256 amount = _size(leg.curve, state, h, j, draft.value - state.values[j], state.values[j], weight);
        uint256 reserve = (hubGoal * state.units[h] / state.prices[h]).min(state.balances[h]);
        amount = amount.min(draft.hub - reserve);
        if (_push(draft, leg.curve, state, h, j, amount) > 0) draft.hub -= amount;
    }

    /// @dev {unit} of asset i to sell for asset j, so that `held` of the vault's value falls to `weight`.
    function _size(
        Curve memory curve,
        State calldata state,
        uint256 i,
        uint256 j,
        uint256 held,
        uint256 rest,
        uint256 weight
    ) internal view returns (uint256) {
        uint256 sellSide = Valuation.valueOf(curve.sellReserve, state.prices[i], state.units[i]).max(1);
        uint256 buySide = Valuation.valueOf(curve.buyReserve, state.prices[j], state.units[j]).max(1);
        uint256 delta = ConstantProduct.saleToWeight(
            _ratio(held, sellSide), _ratio(rest, buySide), weight, curve.kept, _ratio(sellSide, buySide)
        );
        return curve.depth(maxImpact).min(delta.min(MAX_RATIO).fullMulDiv(curve.sellReserve, ONE));
    }

    function _ratio(uint256 a, uint256 b) internal pure returns (uint256) {
        return a.fullMulDiv(ONE, b).min(MAX_RATIO);
    }

    /// @dev Writes the order down, and what it does to the vault's value; nothing where it brings nothing.
    /// @return got {unit} of asset j that it will bring.
    function _push(Draft memory draft, Curve memory curve, State calldata state, uint256 i, uint256 j, uint256 amount)
        internal
        view
        returns (uint256 got)
    {
        got = curve.bought(amount);
        if (got == 0) return 0;
        draft.orders[draft.count++] = Order({
            venue: address(venue),
            sell: state.assets[i],
            buy: state.assets[j],
            sellAmount: amount,
            minBuyAmount: Valuation.leastBought(state, i, j, amount, maxLoss)
        });
        draft.value = draft.value - Valuation.valueOf(amount, state.prices[i], state.units[i])
            + Valuation.valueOf(got, state.prices[j], state.units[j]);
    }

    function _trim(Order[] memory orders, uint256 count) internal pure returns (Order[] memory) {
        assembly ("memory-safe") {
            mstore(orders, count) // Shortens the list in place; the rest is never read.
        }
        return orders;
    }

    function _requireFraction(bytes32 name, uint256 limit, uint256 most) internal pure {
        require(limit > 0 && limit <= most, LimitOutOfRange(name, limit, most));
    }
}
