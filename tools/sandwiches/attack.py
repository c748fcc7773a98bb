"""An attacker that trades around somebody's orders, at the size at which it wins most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.types import Order

Victim = Callable[[UniswapV2Venue], Sequence[Order]]  # What somebody trades, who sees these pools.

GRID, SPAN = 120, 8  # sizes that are tried first, over so many orders of magnitude
NARROW = 10**9  # a bracket is searched until it is such a part of its end


@dataclass(frozen=True, slots=True)
class Sandwich:
    """An attacker sells, the others trade, and it buys back: all in the {unit} of what it sold."""

    front: int
    profit: int  # below 0 where it loses
    orders: tuple[Order, ...]  # of the others
    bought: tuple[int, ...]  # what each brought


@dataclass(frozen=True, slots=True)
class Attack:
    """Where it may trade, in which direction, and around whom."""

    pools: UniswapV2Venue
    sell: str
    buy: str
    victim: Victim
    _known: dict[int, Sandwich] = field(default_factory=dict, repr=False)

    def play(self, front: int) -> Sandwich:
        """With so many {unit} sold before. It ends with as much of what it bought as it had."""
        if front not in self._known:
            self._known[front] = self._play(front)
        return self._known[front]

    def best(self, most: int) -> Sandwich:
        """The one that wins most, of up to so many {unit}: over a grid, then by golden section."""
        grid = sorted({0, *(_power(most, k) for k in range(GRID + 1))})
        at = max(range(len(grid)), key=lambda k: self._profit(grid[k]))
        low, high = grid[max(at - 1, 0)], grid[min(at + 1, len(grid) - 1)]
        return self.play(max((grid[at], self._narrow(low, high)), key=self._profit))

    def _narrow(self, low: int, high: int) -> int:
        while high - low > high // NARROW + 2:
            third = (high - low) * 382 // 1_000
            if self._profit(low + third) < self._profit(high - third):
                low += third
            else:
                high -= third
        return max(range(low, min(high, low + 3) + 1), key=self._profit)

    def _profit(self, front: int) -> int:
        return self.play(front).profit

    def _play(self, front: int) -> Sandwich:
        pools = UniswapV2Venue(self.pools.kept, dict(self.pools.reserves))
        got = pools.apply(Order("", self.sell, self.buy, front, 0))
        orders = tuple(self.victim(pools))
        bought = tuple(pools.apply(it) for it in orders)
        back = pools.apply(Order("", self.buy, self.sell, got, 0))
        return Sandwich(front, back - front, orders, bought)


def _power(most: int, k: int) -> int:
    """The k-th of the sizes up to the most, each so many times the one before."""
    return int(most * 10 ** (SPAN * (k / GRID - 1)))
