"""The twin of contracts/execution/HubPlanner.sol: every asset trades with the hub."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from counterpoise.errors import LimitOutOfRange
from counterpoise.math.constant_product import bought, depth, sale_to_weight
from counterpoise.math.fixed_point import (
    ONE,
    full_mul_div,
    minus,
    mul_div_up,
    zero_floor_sub,
)
from counterpoise.math.valuation import index_of, least_bought, value_of
from counterpoise.types import Curve, Order, State

MAX_RATIO = 10**24  # D18{1}: a vault a million times its pool is clipped by depth anyway.

Markets = Callable[[str, str], Curve]  # What is sold, what is bought; raises `NoMarket`.


@dataclass(frozen=True, slots=True)
class Limits:
    """How far one plan may go. Raises `LimitOutOfRange` where it would be nothing or too far."""

    damping: int  # D18{1}, the part of each gap that one plan closes
    max_turnover: int  # D18{1} of the vault's value, sold in one plan
    max_impact: int  # D18{1}, how far a trade's average price may fall short of its pool's
    max_loss: int  # D18{1}, how far a trade's proceeds may fall short of its worth, fee included
    min_trade: int  # D18{USD}, below which a gap is left alone

    def __post_init__(self) -> None:
        _require_fraction("damping", self.damping, ONE)
        _require_fraction("maxTurnover", self.max_turnover, ONE)
        _require_fraction("maxImpact", self.max_impact, ONE // 2)
        _require_fraction("maxLoss", self.max_loss, ONE // 2)


@dataclass(frozen=True, slots=True)
class Leg:
    """One asset's way through the plan: what it is to sell or to buy."""

    asset: int
    curve: Curve
    sold: int = 0  # D18{USD}
    bought: int = 0  # D18{USD}


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

    def plan(self, state: State, target: Sequence[int], hint: bytes = b"") -> tuple[Order, ...]:
        """The orders towards a target D18{1}, sales first; the hint is ignored.

        Raises `AssetUnknown` where the hub is not held and `NoMarket` where a pool is missing.
        """
        h = index_of(state.assets, self.hub)
        goal = self._goal(state, target)
        legs = match(self._legs(state, goal, h), state.values[h], goal[h])
        draft = Draft(state.value, state.balances[h])
        for leg in legs:
            if leg.sold > 0:
                self._sell(draft, leg, state, h)
        for leg in legs:
            if leg.bought > 0:
                self._buy(draft, leg, state, h, goal[h])
        return tuple(draft.orders)

    def _goal(self, state: State, target: Sequence[int]) -> list[int]:
        """The values to head for, D18{USD}: all the way, or as damping and turnover allow."""
        goal = [state.value * weight // ONE for weight in target]
        pairs = list(zip(state.values, goal, strict=True))
        excess = sum(max(value - wanted, 0) for value, wanted in pairs)
        if excess == 0:
            return goal
        most = full_mul_div(self.limits.max_turnover, state.value, excess)
        step = min(self.limits.damping, most)
        return goal if step == ONE else [_towards(*pair, step) for pair in pairs]

    def _legs(self, state: State, goal: Sequence[int], h: int) -> list[Leg]:
        """What each asset would sell or buy, cut to what its pool can bear; the hub has no leg."""
        gaps = [wanted - value for wanted, value in zip(goal, state.values, strict=True)]
        wide = [i for i, gap in enumerate(gaps) if i != h and abs(gap) > self.limits.min_trade]
        return [self._leg(state, i, h, gaps[i]) for i in wide]

    def _leg(self, state: State, i: int, h: int, gap: int) -> Leg:
        if gap < 0:
            curve = self.markets(state.assets[i], self.hub)
            return Leg(i, curve, sold=min(-gap, self._bearable(curve, state, i)))
        curve = self.markets(self.hub, state.assets[i])
        return Leg(i, curve, bought=min(gap, self._bearable(curve, state, h)))

    def _bearable(self, curve: Curve, state: State, i: int) -> int:
        """What the pool can bear of asset i, D18{USD}."""
        return value_of(depth(curve, self.limits.max_impact), state.prices[i], state.units[i])

    def _sell(self, draft: Draft, leg: Leg, state: State, h: int) -> None:
        """Sells an asset for the hub until it weighs what it should in the vault that is left."""
        i, value = leg.asset, state.values[leg.asset]
        weight = mul_div_up(value - leg.sold, ONE, draft.value)
        rest = minus(draft.value, value)
        amount = min(self._size(leg.curve, state, i, h, value, rest, weight), state.balances[i])
        draft.hub += self._push(draft, leg.curve, state, i, h, amount)

    def _buy(self, draft: Draft, leg: Leg, state: State, h: int, hub_goal: int) -> None:
        """Buys an asset with the hub until it weighs what it should; the hub keeps its own goal."""
        j, value = leg.asset, state.values[leg.asset]
        weight = ONE - min((value + leg.bought) * ONE // draft.value, ONE)
        held = minus(draft.value, value)
        amount = self._size(leg.curve, state, h, j, held, value, weight)
        reserve = min(hub_goal * state.units[h] // state.prices[h], state.balances[h])
        amount = min(amount, minus(draft.hub, reserve))
        if self._push(draft, leg.curve, state, h, j, amount) > 0:
            draft.hub -= amount

    def _size(
        self, curve: Curve, state: State, i: int, j: int, held: int, rest: int, weight: int
    ) -> int:
        """{unit} of asset i to sell for j, so that `held` of the value falls to `weight`."""
        sell_side = max(value_of(curve.sell_reserve, state.prices[i], state.units[i]), 1)
        buy_side = max(value_of(curve.buy_reserve, state.prices[j], state.units[j]), 1)
        ratios = _ratio(held, sell_side), _ratio(rest, buy_side)
        delta = sale_to_weight(*ratios, weight, curve.kept, _ratio(sell_side, buy_side))
        wanted = full_mul_div(min(delta, MAX_RATIO), curve.sell_reserve, ONE)
        return min(depth(curve, self.limits.max_impact), wanted)

    def _push(self, draft: Draft, curve: Curve, state: State, i: int, j: int, amount: int) -> int:
        """Writes down the order and what it does to the value; returns the {unit} it brings."""
        got = bought(curve, amount)
        if got == 0:
            return 0
        worth, loss = amount * state.prices[i], self.limits.max_loss
        least = least_bought(worth, state.units[i], state.prices[j], state.units[j], loss)
        draft.orders.append(Order(self.venue, state.assets[i], state.assets[j], amount, least))
        draft.value = minus(draft.value, worth // state.units[i])
        draft.value += value_of(got, state.prices[j], state.units[j])
        return got


def match(legs: Sequence[Leg], hub_value: int, hub_goal: int) -> list[Leg]:
    """Shortens sales or purchases so that what the hub has and gets is what it needs and gives.

    All in D18{USD}: neither side takes the hub across its own goal (cases I-12).
    """
    sold, needed = sum(leg.sold for leg in legs), sum(leg.bought for leg in legs)
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


def _towards(value: int, goal: int, step: int) -> int:
    """A part of the way from `value` to `goal`, rounded towards `value`."""
    if goal > value:
        return value + (goal - value) * step // ONE
    return value - (value - goal) * step // ONE


def _ratio(a: int, b: int) -> int:
    return min(full_mul_div(a, ONE, b), MAX_RATIO)


def _require_fraction(name: str, limit: int, most: int) -> None:
    if not 0 < limit <= most:
        raise LimitOutOfRange(name, limit, most)
