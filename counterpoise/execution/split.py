"""The twin of contracts/execution/venue/SplitVenue.sol: several venues as one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from counterpoise.errors import NoMarket, Refusal, VenueCount, VenuesFailed
from counterpoise.execution.place import Place
from counterpoise.math import parallel
from counterpoise.math.constant_product import bought
from counterpoise.math.fixed_point import ONE, zero_floor_sub
from counterpoise.math.water_filling import MOST, count, fill, is_sound, keeps
from counterpoise.types import UNLIMITED, Curve, Order

MIN_VENUES, MAX_VENUES = 2, 4
WORD = 999 * 10**15  # D18{1} of what it has said a part must bring at least,
SLACK = 2  # {unit} aside: a pool rounds its own way.

Cost = Callable[[str], int]  # {unit} of what is bought, of one more venue's gas.


def free(_: str) -> int:
    """Gas counts nothing."""
    return 0


@dataclass(frozen=True, slots=True)
class Pool:
    """A venue that has a market for a pair, and what it looks like."""

    venue: Place
    sell: str
    buy: str
    curve: Curve

    def quote(self, part: int) -> int:
        """What {unit} it says that a part brings; nothing where it does not say."""
        try:
            return self.venue.quote(self.sell, self.buy, part)
        except Refusal:
            return 0

    def promise(self, part: int) -> int:
        """{unit} by its curve; beyond the curve's end by its quote, where that is more."""
        brings = bought(self.curve, min(part, self.curve.limit))
        if part <= self.curve.limit:
            return brings
        return min(max(self.quote(part), brings), MOST)

    def least(self, part: int) -> int:
        """{unit} that must come for a part."""
        return zero_floor_sub(self.promise(part) * WORD // ONE, SLACK)


@dataclass(frozen=True, slots=True)
class SplitVenue:
    """An order is split so that it brings most, and what one venue fails the others sell.

    Raises `VenueCount` where there are fewer than two or more than four.
    """

    venues: tuple[Place, ...]
    cost: Cost = free

    def __post_init__(self) -> None:
        if not MIN_VENUES <= len(self.venues) <= MAX_VENUES:
            raise VenueCount(len(self.venues), MIN_VENUES, MAX_VENUES)

    def curve(self, sell: str, buy: str) -> Curve:
        """All markets as one, never better than what they bring. Raises `NoMarket`."""
        return parallel.join([it.curve for it in self._open(sell, buy)])

    def quote(self, sell: str, buy: str, sell_amount: int) -> int:
        """What {unit} of `buy` the parts would bring now. Raises `NoMarket`, `LimitOutOfRange`."""
        pools = self._open(sell, buy)
        parts = self._split(pools, sell_amount)
        return sum(it.quote(part) for it, part in zip(pools, parts, strict=True) if part)

    def apply(self, order: Order) -> int:
        """Trades the parts, and returns the {unit} bought. Raises `NoMarket`, `VenuesFailed`."""
        pools, left, got = self._open(order.sell, order.buy), order.sell_amount, 0
        while left > 0:
            pools, left, brought = self._trade(pools, order, left)
            got += brought
            if left > 0:
                pools = list(_look([it.venue for it in pools], order.sell, order.buy))
                if not pools:
                    raise VenuesFailed(order.sell, order.buy, left)
        return got

    def _open(self, sell: str, buy: str) -> list[Pool]:
        pools = list(_look(self.venues, sell, buy))
        if not pools:
            raise NoMarket(sell, buy)
        return pools

    def _trade(
        self, pools: Sequence[Pool], order: Order, amount: int
    ) -> tuple[list[Pool], int, int]:
        """Sells the parts: who did not fail, what {unit} is left to sell, and what was bought."""
        kept, left, got = [], 0, 0
        for it, part in zip(pools, self._split(pools, amount), strict=True):
            if part:
                try:
                    least = it.least(part)
                    got += it.venue.apply(replace(order, sell_amount=part, min_buy_amount=least))
                except Refusal:
                    left += part
                    continue
            kept.append(it)
        return kept, left, got

    def _split(self, pools: Sequence[Pool], amount: int) -> tuple[int, ...]:
        """The best parts {unit}; gas is looked at where they would be more than one."""
        curves = [it.curve for it in pools]
        parts = fill(curves, amount)
        if count(parts) < 2 and keeps(curves, parts):
            return parts
        cost = min(self.cost(pools[0].buy), MOST)
        parts = fill(curves, amount, cost)
        return parts if keeps(curves, parts) else _beyond(pools, parts, amount, cost)


def _look(venues: Sequence[Place], sell: str, buy: str) -> Iterator[Pool]:
    """Those of the venues that tell of a sound market."""
    for it in venues:
        try:
            curve = it.curve(sell, buy)
        except Refusal:
            continue
        if is_sound(curve):
            yield Pool(it, sell, buy, curve)


def _beyond(
    pools: Sequence[Pool], parts: tuple[int, ...], amount: int, cost: int
) -> tuple[int, ...]:
    """Where a curve ends: these parts, all in one place, or as if the curves did not end."""
    n = len(pools)
    alone = [tuple(amount * (i == j) for i in range(n)) for j in range(n)]
    endless = fill([replace(it.curve, limit=UNLIMITED) for it in pools], amount, cost)
    return max([parts, *alone, endless], key=lambda it: _net(pools, it, cost))


def _net(pools: Sequence[Pool], parts: Sequence[int], cost: int) -> int:
    """What the venues say that the parts bring, less their gas: {unit}, with sign."""
    brought = sum(it.promise(part) for it, part in zip(pools, parts, strict=True) if part)
    return brought - cost * count(parts)
