"""A venue that keeps its receipts: each trade that is applied is remembered as a swap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.backtest.course import Swap
from counterpoise.backtest.prices import ONE
from counterpoise.execution.place import Place
from counterpoise.types import Curve, Order


@dataclass(slots=True)
class Till:
    """Passes everything on to another venue."""

    venue: Place
    assets: Sequence[str]  # in the vault's order
    swaps: list[Swap] = field(default_factory=list)

    def curve(self, sell: str, buy: str) -> Curve:
        return self.venue.curve(sell, buy)

    def quote(self, sell: str, buy: str, sell_amount: int) -> int:
        return self.venue.quote(sell, buy, sell_amount)

    def apply(self, order: Order) -> int:
        """{unit} bought."""
        curve = self.venue.curve(order.sell, order.buy)
        got = self.venue.apply(order)
        ends = self.assets.index(order.sell), self.assets.index(order.buy)
        self.swaps.append(swap_of(*ends, order.sell_amount, got, curve))
        return got

    def empty(self) -> tuple[Swap, ...]:
        """What has been remembered since the last time."""
        taken, self.swaps = tuple(self.swaps), []
        return taken


def swap_of(sold: int, bought: int, paid: int, got: int, curve: Curve) -> Swap:
    """A swap {unit} of two places, with what its curve said of fee and price before it.

    The fee is rounded up and what would be fair down, so neither adds to what was lost.
    """
    traded = paid * curve.kept // ONE
    fair = traded * curve.buy_reserve // curve.sell_reserve
    return Swap(sold, bought, paid, got, paid - traded, fair)
