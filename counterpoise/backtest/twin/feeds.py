"""What a vault's oracles refuse of their feeds, as ChainlinkOracle does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.backtest.crowd.terms import FEED_SCALE
from counterpoise.errors import PriceNotPositive, PriceOutOfBounds, PriceTooOld


@dataclass(frozen=True, slots=True)
class Feed:
    """One asset's, by the bounds of its oracle."""

    name: str
    max_age: int  # {s}
    least: int  # {USD/tok} with eight decimals
    most: int

    def require_good(self, price: int, age: int) -> None:
        """Raises `PriceTooOld`, `PriceNotPositive` or `PriceOutOfBounds`; D18{USD/tok}, {s}."""
        if age > self.max_age:
            raise PriceTooOld(self.name, age, self.max_age)
        answer = price // FEED_SCALE
        if answer <= 0:
            raise PriceNotPositive(self.name, answer)
        if not self.least <= answer <= self.most:
            raise PriceOutOfBounds(self.name, answer, self.least, self.most)


def require_good(
    feeds: Sequence[Feed], prices: Sequence[int], spoken: Sequence[int], time: int
) -> None:
    """All of them at a time {s}, in the vault's order; the first that is not good speaks.

    `prices` D18{USD/tok} and the times {s} at which each feed spoke, in that order too.
    """
    for feed, price, then in zip(feeds, prices, spoken, strict=True):
        feed.require_good(price, time - then)
