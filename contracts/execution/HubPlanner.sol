// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {IPlanner} from "interfaces/IPlanner.sol";
import {IVenue} from "interfaces/IVenue.sol";
import {State, Asset, Order, Curve} from "interfaces/Types.sol";
import {Bounds} from "contracts/math/Bounds.sol";
import {ConstantProduct} from "contracts/math/ConstantProduct.sol";
import {Valuation} from "contracts/math/Valuation.sol";
import {Weights} from "contracts/math/Weights.sol";

/// @title HubPlanner
/// @notice Every asset trades with the hub: what is above its target is sold, then what is below it is
///         bought out of what the sales bring. At most one order an asset, at most N - 1 in all.
/// @dev All sizes are values at the state's prices; a pool's price never sets one (math 5.1).
///      1. Gaps to the target, shortened so that damping and turnover hold (math 1.3).
///      2. Each gap is cut to what its pool can bear: a pool that is shallow or off its price gets a smaller
///         trade or none, and does not keep the others from theirs (math 2.5, 5.2).
///      3. Sales and purchases are matched, so that the hub never crosses its own target (cases I-12).
///      4. Each size is solved so that the weight is met with the trade's cost in it (math 5.1).
/// @custom:stop Nothing to stop: no owner, no state. Point the vault elsewhere.
contract HubPlanner is IPlanner {
    using ConstantProduct for Curve;
    using FixedPointMathLib for uint256;

    struct Limits {
        uint256 damping; // D18{1}, the part of each gap that one plan closes
        uint256 maxTurnover; // D18{1} of the vault's value, sold in one plan
        uint256 maxImpact; // D18{1}, how far a trade's average price may fall short of its pool's
        uint256 maxLoss; // D18{1}, how far a trade's proceeds may fall short of its worth, fee included
        uint256 minTrade; // D18{USD}, below which a gap is left alone
    }

    /// @dev One asset on its way through the plan.
    struct Side {
        address token;
        uint256 unit; // {unit/tok}
        uint256 price; // D18{USD/tok}
        uint256 balance; // {unit}
        uint256 value; // D18{USD}
        uint256 goal; // D18{USD}, what it should be worth
        uint256 sold; // D18{USD} to be sold, or 0
        uint256 bought; // D18{USD} to be bought, or 0
        Curve curve; // of its trade with the hub, in the direction it trades
        uint256 sellSide; // D18{USD}, what the curve's reserves are worth
        uint256 buySide; // D18{USD}
        uint256 limit; // {unit} of what is sold, the most that the pool can bear
    }

    /// @dev What the vault will hold as the orders run.
    struct Draft {
        uint256 value; // D18{USD} in all
        uint256 hub; // {unit} of the hub
        uint256 count; // orders so far
        Order[] orders;
    }

    uint256 internal constant ONE = 1e18; // D18{1}
    uint256 internal constant MARGIN = 1e13; // D18{1}, a hundred-thousandth: amounts are whole units.
    uint256 internal constant MAX_RATIO = 1e24; // D18{1}: a vault a million times its pool is clipped by depth anyway.
    uint256 internal constant MAX_WORTH = 2 ** 195; // D18{USD}, 5e40 dollars: a pool worth more counts as worth this.

    address public immutable hub;
    IVenue public immutable venue;
    uint256 public immutable damping;
    uint256 public immutable maxTurnover;
    uint256 public immutable maxImpact;
    uint256 public immutable maxLoss;
    uint256 public immutable minTrade;

    constructor(address hub_, IVenue venue_, Limits memory limits) {
        Bounds.requireSome("damping", limits.damping, ONE);
        Bounds.requireSome("maxTurnover", limits.maxTurnover, ONE);
        Bounds.requireSome("maxImpact", limits.maxImpact, ONE / 2);
        Bounds.requireSome("maxLoss", limits.maxLoss, ONE / 2);
        (hub, venue) = (hub_, venue_);
        (damping, maxTurnover) = (limits.damping, limits.maxTurnover);
        (maxImpact, maxLoss, minTrade) = (limits.maxImpact, limits.maxLoss, limits.minTrade);
    }

    /// @inheritdoc IPlanner
    /// @dev The hint is ignored: this planner finds its routes itself.
    function plan(State calldata state, uint256[] calldata target, bytes calldata)
        external
        view
        virtual
        returns (Order[] memory orders)
    {
        Side[] memory sides = _sides(state, target);
        Side memory center = _center(sides);
        _pace(sides, state.value);
        _fit(sides, center);
        Draft memory draft = Draft(state.value, center.balance, 0, new Order[](sides.length));
        return _trade(draft, sides, center);
    }

    /// @inheritdoc IPlanner
    /// @dev By way of the hub: two trades, of which each may fall short by `maxLoss`.
    function maxCost() external view returns (uint256) {
        return ONE - (ONE - maxLoss) * (ONE - maxLoss) / ONE;
    }

    /* INTERNAL */

    /// @dev What goes by way of the hub, on either side as much as the other bears.
    function _fit(Side[] memory sides, Side memory center) internal view virtual {
        _cut(sides, center);
        _match(sides, center);
    }

    /// @dev Sells for the hub, then buys with it, after what is drafted already.
    function _trade(Draft memory draft, Side[] memory sides, Side memory center)
        internal
        view
        returns (Order[] memory)
    {
        for (uint256 i; i < sides.length; ++i) {
            if (sides[i].sold > 0) _sell(draft, sides[i], center);
        }
        for (uint256 j; j < sides.length; ++j) {
            if (sides[j].bought > 0) _buy(draft, sides[j], center);
        }
        return _trim(draft.orders, draft.count);
    }

    function _sides(State calldata state, uint256[] calldata target) internal pure returns (Side[] memory sides) {
        (Asset[] calldata assets, uint256 total) = (state.assets, state.value);
        sides = new Side[](target.length);
        for (uint256 i; i < sides.length; ++i) {
            (Side memory side, Asset calldata asset) = (sides[i], assets[i]);
            (side.token, side.unit, side.price) = (asset.token, asset.unit, asset.price);
            (side.balance, side.value, side.goal) = (asset.balance, asset.value, total * target[i] / ONE);
        }
    }

    function _center(Side[] memory sides) internal view returns (Side memory) {
        for (uint256 i; i < sides.length; ++i) {
            if (sides[i].token == hub) return sides[i];
        }
        revert Valuation.AssetUnknown(hub);
    }

    /// @dev Brings the goals nearer, as far as damping and turnover ask for; rounded towards what is held.
    function _pace(Side[] memory sides, uint256 value) internal view {
        uint256 excess;
        for (uint256 i; i < sides.length; ++i) {
            excess += sides[i].value.zeroFloorSub(sides[i].goal);
        }
        uint256 step = excess == 0 ? ONE : damping.min(maxTurnover * value / excess);
        if (step == ONE) return;
        for (uint256 i; i < sides.length; ++i) {
            (uint256 held, uint256 goal) = (sides[i].value, sides[i].goal);
            sides[i].goal = goal > held ? held + (goal - held) * step / ONE : held - (held - goal) * step / ONE;
        }
    }

    /// @dev What each asset would sell or buy, cut to what its pool can bear. The hub trades with nobody.
    function _cut(Side[] memory sides, Side memory center) internal view {
        for (uint256 i; i < sides.length; ++i) {
            Side memory side = sides[i];
            if (side.token == hub || Weights.distance(side.value, side.goal) <= minTrade) continue;
            if (side.value > side.goal) {
                side.sold = (side.value - side.goal).min(_look(side, side, center));
            } else {
                side.bought = (side.goal - side.value).min(_look(side, center, side));
            }
        }
    }

    /// @dev Reads the pool of a trade. It bears no more than `maxImpact` of its own price, nor more than
    ///      leaves `maxLoss` of the state's: (1 - impact) * kept * buySide / sellSide >= 1 - maxLoss.
    /// @return bearable D18{USD}; nothing where that is no more than the least trade.
    function _look(Side memory side, Side memory from, Side memory to) internal view returns (uint256 bearable) {
        Curve memory curve = side.curve = venue.curve(from.token, to.token);
        side.sellSide = _worth(from, curve.sellReserve).clamp(1, MAX_WORTH);
        side.buySide = _worth(to, curve.buyReserve).clamp(1, MAX_WORTH);
        uint256 least = (ONE - maxLoss + MARGIN) * _ratio(side.sellSide, side.buySide) / curve.kept;
        side.limit = curve.depth(ONE.zeroFloorSub(least).min(maxImpact)).min(curve.limit);
        bearable = _worth(from, side.limit);
        if (bearable <= minTrade) bearable = 0;
    }

    /// @dev Shortens sales or purchases so that what the hub has and gets is what it needs and gives.
    function _match(Side[] memory sides, Side memory center) internal pure {
        (uint256 sold, uint256 bought) = (0, 0);
        for (uint256 i; i < sides.length; ++i) {
            (sold, bought) = (sold + _brings(sides[i]), bought + sides[i].bought);
        }
        uint256 wanted = (bought + center.goal).zeroFloorSub(center.value).min(sold);
        uint256 funded = (wanted + center.value - center.value.min(center.goal)).min(bought);
        if (wanted == sold && funded == bought) return;
        for (uint256 i; i < sides.length; ++i) {
            Side memory side = sides[i];
            if (side.sold > 0) side.sold = side.sold.fullMulDiv(wanted, sold);
            if (side.bought > 0) side.bought = side.bought.fullMulDiv(funded, bought);
        }
    }

    /// @return most D18{USD} that a sale brings: more than it is worth where its pool pays more.
    function _brings(Side memory side) internal pure returns (uint256 most) {
        if ((most = side.sold) == 0) return 0;
        unchecked {
            // At most MAX_WORTH * 2^60: no overflow.
            (uint256 paid, uint256 asked) = (side.buySide * side.curve.kept, side.sellSide * ONE);
            if (paid > asked) most = most.fullMulDivUp(paid, asked);
        }
    }

    /// @dev Sells an asset for the hub until it weighs what it should in the vault that is left.
    function _sell(Draft memory draft, Side memory side, Side memory center) internal view {
        uint256 weight = (side.value - side.sold).mulDivUp(ONE, draft.value);
        uint256 amount = _size(side, side.value, draft.value - side.value, weight);
        draft.hub += _push(draft, side.curve, side, center, amount.min(side.balance));
    }

    /// @dev Buys an asset with the hub until it weighs what it should; the hub stays above its own goal.
    function _buy(Draft memory draft, Side memory side, Side memory center) internal view {
        uint256 weight = ONE - ((side.value + side.bought) * ONE / draft.value).min(ONE);
        uint256 amount = _size(side, draft.value - side.value, side.value, weight);
        uint256 reserve = (center.goal * center.unit / center.price).min(center.balance);
        amount = amount.min(draft.hub - reserve);
        if (_push(draft, side.curve, center, side, amount) > 0) draft.hub -= amount;
    }

    /// @dev {unit} to sell so that `held`, D18{USD} of the vault on the side that is sold, falls to `weight`.
    function _size(Side memory side, uint256 held, uint256 rest, uint256 weight) internal pure returns (uint256) {
        (Curve memory curve, uint256 sellSide, uint256 buySide) = (side.curve, side.sellSide, side.buySide);
        uint256 delta = ConstantProduct.saleToWeight(
            _ratio(held, sellSide), _ratio(rest, buySide), weight, curve.kept, _ratio(sellSide, buySide)
        );
        return side.limit.min(delta.min(MAX_RATIO) * curve.sellReserve / ONE);
    }

    /// @dev D18{USD}, rounded down.
    function _worth(Side memory side, uint256 amount) internal pure returns (uint256) {
        return Valuation.valueOf(amount, side.price, side.unit);
    }

    function _ratio(uint256 a, uint256 b) internal pure returns (uint256) {
        unchecked {
            return (a * ONE / b).min(MAX_RATIO); // At most MAX_WORTH * 2^60: no overflow.
        }
    }

    /// @dev Writes the order down, and what it does to the vault's value; nothing where it brings nothing.
    /// @return got {unit} that it will bring.
    function _push(Draft memory draft, Curve memory curve, Side memory from, Side memory to, uint256 amount)
        internal
        view
        returns (uint256 got)
    {
        got = curve.bought(amount);
        if (got == 0) return 0;
        uint256 worth = amount * from.price;
        Order memory order = draft.orders[draft.count++];
        (order.venue, order.sell, order.buy) = (address(venue), from.token, to.token);
        order.sellAmount = amount;
        order.minBuyAmount = Valuation.leastBought(worth, from.unit, to.price, to.unit, maxLoss);
        draft.value = draft.value - worth / from.unit + _worth(to, got);
    }

    function _trim(Order[] memory orders, uint256 count) internal pure returns (Order[] memory) {
        assembly ("memory-safe") {
            mstore(orders, count) // Shortens the list in place; the rest is never read.
        }
        return orders;
    }
}
