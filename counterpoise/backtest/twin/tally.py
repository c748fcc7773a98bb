"""What a Uniswap V2 pair in memory keeps for its mean: the sum of a price, by the time it stood."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterpoise.backtest.crowd.constant_product import Reserves
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.observer.oracle.uniswap_v2_twap import Pair


@dataclass(slots=True)
class Tally:
    """Of base's price in quote, from some time on; a mean is a difference, so any will do."""

    venue: UniswapV2Venue
    base: str
    quote: str
    traded: int = 0  # {s}, when the pair was traded last, or the sum begins
    _sum: int = 0  # X112 * {s}
    _held: Reserves = field(init=False)  # {unit}, from then on

    def __post_init__(self) -> None:
        self._held = self._now

    def settle(self, time: int) -> None:
        """What is different was traded at that time {s}: till then the old price has stood."""
        if self._now != self._held:
            self._sum = Pair(*self._held, self._sum, self.traded, time).now.cumulative
            self._held, self.traded = self._now, time

    def seen(self, time: int) -> Pair:
        """The pair as it says at a time {s}."""
        return Pair(*self._now, self._sum, self.traded, time)

    @property
    def _now(self) -> Reserves:
        return self.venue.reserves[self.base, self.quote]
