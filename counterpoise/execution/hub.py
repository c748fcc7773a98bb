"""The twin of contracts/execution/HubPlanner.sol: every asset trades with the hub."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from counterpoise.math.bounds import require_some
from counterpoise.math.constant_product import bought, depth, sale_to_weight
from counterpoise.math.fixed_point import (
    ONE,
    full_mul_div,
    full_mul_div_up,
    minus,
    mul_div_up,
    zero_floor_sub,
)
from counterpoise.math.valuation import index_of, least_bought, value_of
from counterpoise.types import Asset, Curve, Order, State

MARGIN = 10**13  # D18{1}, a hundred-thousandth: amounts are whole units.
MAX_RATIO = 10**24  # D18{1}: a vault a million times its pool is clipped by depth anyway.
MAX_WORTH = 2**195  # D18{USD}, 5e40 dollars: a pool worth more counts as worth this.

Markets = Callable[[str, str], Curve]  # What is sold, what is bought; raises `NoMarket`.


@dataclass(frozen=True, slots=True)
class Limits:
    """How far one plan may go. Raises `LimitOutOfRange` where that is nothing or too far."""

    damping: int  # D18{1}, the part of each gap that one plan closes
    max_turnover: int  # D18{1} of the vault's value, sold in one plan
    max_impact: int  # D18{1}, how far a trade's average price may fall short of its pool's
    max_loss: int  # D18{1}, how far a trade's proceeds may fall short of its worth, fee included
    min_trade: int  # D18{USD}, below which a gap is left alone

    def __post_init__(self) -> None:
        require_some("damping", self.damping, ONE)
        require_some("maxTurnover", self.max_turnover, ONE)
        require_some("maxImpact", self.max_impact, ONE // 2)
        require_some("maxLoss", self.max_loss, ONE // 2)


@dataclass(frozen=True, slots=True)
class Leg:
    """One asset's way through the plan: what it is to sell or to buy."""

    asset: Asset
    curve: Curve
    sell_side: int  # D18{USD}, what the curve's reserves are worth
    buy_side: int  # D18{USD}
    limit: int  # {unit} of what is sold, the most that the pool can bear
    sold: int = 0  # D18{USD}
    bought: int = 0  # D18{USD}

    @property
    def brings(self) -> int:
        """D18{USD}, the most that the sale brings: more than its worth where its pool pays more."""
        paid, asked = self.buy_side * self.curve.kept, self.sell_side * ONE
        return full_mul_div_up(self.sold, paid, asked) if paid > asked else self.sold


@dataclass(slots=True)
class Draft:
    """What the vault will hold as the orders run."""

    value: int  # D18{USD} in all
    hub: int  # {unit} of the hub
    orders: list[Order] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HubPlanner:
    """Sells what is above its target, then buys what is below out of what the sales bring."""

    hub: str
    venue: str
    limits: Limits
    markets: Markets

    @property
    def max_cost(self) -> int:
        """D18{1} of a sum that goes by way of the hub: two trades, each short by `max_loss`."""
        kept = ONE - self.limits.max_loss
        return ONE - kept * kept // ONE

    def plan(self, state: State, target: Sequence[int], hint: bytes = b"") -> tuple[Order, ...]:
        """The orders towards a target D18{1}, sales first; the hint is ignored.

        Raises `AssetUnknown` where the hub is not held and `NoMarket` where a pool is missing.
        """
        h = index_of(state.tokens, self.hub)
        draft = Draft(state.value, state.assets[h].balance)
        return self._trade(draft, state.assets, h, self._goals(state, target))

    def _trade(
        self, draft: Draft, assets: Sequence[Asset], h: int, goals: Sequence[int]
    ) -> tuple[Order, ...]:
        """Closes what gaps there are by way of the hub, after what is drafted already."""
        center = assets[h]
        cut = self._chosen(self._legs(assets, goals, center))
        legs = match(cut, center.value, goals[h])
        for leg in legs:
            if leg.sold > 0:
                self._sell(draft, leg, center)
        for leg in legs:
            if leg.bought > 0:
                self._buy(draft, leg, center, goals[h])
        return tuple(draft.orders)

    def _goals(self, state: State, target: Sequence[int]) -> list[int]:
        """The values to head for, D18{USD}: all the way, or as damping and turnover allow."""
        goals = [state.value * weight // ONE for weight in target]
        pairs = list(zip(state.values, goals, strict=True))
        excess = sum(max(value - goal, 0) for value, goal in pairs)
        if excess == 0:
            return goals
        most = full_mul_div(self.limits.max_turnover, state.value, excess)
        step = min(self.limits.damping, most)
        return goals if step == ONE else [_towards(*pair, step) for pair in pairs]

    def _legs(self, assets: Sequence[Asset], goals: Sequence[int], center: Asset) -> list[Leg]:
        """What each asset would sell or buy, cut to what its pool can bear; the hub has no leg."""
        return [
            self._leg(asset, center, goal - asset.value)
            for asset, goal in zip(assets, goals, strict=True)
            if asset is not center and abs(goal - asset.value) > self.limits.min_trade
        ]

    def _chosen(self, legs: list[Leg]) -> list[Leg]:
        """Those that this plan is to have."""
        return legs

    def _leg(self, asset: Asset, center: Asset, gap: int) -> Leg:
        if gap < 0:
            return self._sale(asset, center, -gap)
        leg = self._sale(center, asset, gap)
        return replace(leg, asset=asset, sold=0, bought=leg.sold)

    def _sale(self, sell: Asset, buy: Asset, wanted: int) -> Leg:
        """A sale of so much D18{USD}, cut to what its market can bear. Raises `NoMarket`."""
        curve = self.markets(sell.token, buy.token)
        sides = _pooled(sell, curve.sell_reserve), _pooled(buy, curve.buy_reserve)
        limit = min(depth(curve, self._impact(curve.kept, _ratio(*sides))), curve.limit)
        bearable = worth(sell, limit)
        size = min(wanted, bearable) if bearable > self.limits.min_trade else 0
        return Leg(sell, curve, *sides, limit, sold=size)

    def _impact(self, kept: int, ratio: int) -> int:
        """How far a pool may be moved, D18{1}: the loss at the state's prices is kept too."""
        least = (ONE - self.limits.max_loss + MARGIN) * ratio // kept
        return min(zero_floor_sub(ONE, least), self.limits.max_impact)

    def _sell(self, draft: Draft, leg: Leg, center: Asset) -> None:
        """Sells an asset for the hub until it weighs what it should in the vault that is left."""
        asset = leg.asset
        weight = mul_div_up(asset.value - leg.sold, ONE, draft.value)
        rest = minus(draft.value, asset.value)
        amount = _size(leg, asset.value, rest, weight)
        draft.hub += self._push(draft, leg.curve, asset, center, min(amount, asset.balance))

    def _buy(self, draft: Draft, leg: Leg, center: Asset, hub_goal: int) -> None:
        """Buys an asset with the hub until it weighs what it should; the hub keeps its own goal."""
        asset = leg.asset
        weight = ONE - min((asset.value + leg.bought) * ONE // draft.value, ONE)
        held = minus(draft.value, asset.value)
        amount = _size(leg, held, asset.value, weight)
        reserve = min(hub_goal * center.unit // center.price, center.balance)
        amount = min(amount, minus(draft.hub, reserve))
        if self._push(draft, leg.curve, center, asset, amount) > 0:
            draft.hub -= amount

    def _push(self, draft: Draft, curve: Curve, sell: Asset, buy: Asset, amount: int) -> int:
        """Writes down the order and what it does to the value; returns the {unit} it brings."""
        got = bought(curve, amount)
        if got == 0:
            return 0
        gross = amount * sell.price
        least = least_bought(gross, sell.unit, buy.price, buy.unit, self.limits.max_loss)
        draft.orders.append(Order(self.venue, sell.token, buy.token, amount, least))
        draft.value = minus(draft.value, gross // sell.unit) + worth(buy, got)
        return got


def match(legs: Sequence[Leg], hub_value: int, hub_goal: int) -> list[Leg]:
    """Shortens sales or purchases so that what the hub has and gets is what it needs and gives.

    All in D18{USD}: neither side takes the hub across its own goal (cases I-12).
    """
    sold, needed = sum(leg.brings for leg in legs), sum(leg.bought for leg in legs)
    wanted = min(zero_floor_sub(needed + hub_goal, hub_value), sold)
    funded = min(zero_floor_sub(wanted + hub_value, min(hub_value, hub_goal)), needed)
    return [
        replace(
            leg,
            sold=leg.sold * wanted // max(sold, 1),
            bought=leg.bought * funded // max(needed, 1),
        )
        for leg in legs
    ]


def _size(leg: Leg, held: int, rest: int, weight: int) -> int:
    """{unit} to sell so that `held`, D18{USD} on the side that is sold, falls to `weight`."""
    ratios = _ratio(held, leg.sell_side), _ratio(rest, leg.buy_side)
    ratio = _ratio(leg.sell_side, leg.buy_side)
    delta = sale_to_weight(*ratios, weight, leg.curve.kept, ratio)
    return min(leg.limit, full_mul_div(min(delta, MAX_RATIO), leg.curve.sell_reserve, ONE))


def _towards(value: int, goal: int, step: int) -> int:
    """A part of the way from `value` to `goal`, rounded towards `value`."""
    if goal > value:
        return value + (goal - value) * step // ONE
    return value - (value - goal) * step // ONE


def worth(asset: Asset, amount: int) -> int:
    """D18{USD}, rounded down."""
    return value_of(amount, asset.price, asset.unit)


def _pooled(asset: Asset, reserve: int) -> int:
    """D18{USD}, what one side of a pool counts as."""
    return min(max(worth(asset, reserve), 1), MAX_WORTH)


def _ratio(a: int, b: int) -> int:
    return min(full_mul_div(a, ONE, b), MAX_RATIO)
