"""The prices that are played, and at each close what the estimators then remember.

The estimators' first thirty days are not played.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from counterpoise.backtest.prices import Prices
from counterpoise.math.fixed_point import ONE
from counterpoise.types import MarketClass
from tools.strategies.memories import Memories
from tools.strategies.setting import CASH, DAY

PAST = 30 * 24  # {hour} before the play, in which the estimators learn

Classes = Mapping[int, tuple[MarketClass, ...]]  # by time {s}, in the order of the assets


@dataclass(frozen=True, slots=True)
class Look:
    """What is known at one close, in the order of the vault's assets; cash is the last."""

    time: int  # {s}
    prices: tuple[int, ...]  # D18{USD/tok}
    volatilities: tuple[int, ...]  # D18{1/sqrt(year)}
    correlations: tuple[int, ...]  # D18{1}, row by row above the diagonal
    trends: tuple[int, ...]  # D18{1}, a short mean above a long one
    classes: tuple[MarketClass, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """One file of prices, as a vault that holds all its assets and cash sees it."""

    name: str
    tokens: tuple[str, ...]
    looks: tuple[Look, ...]

    @property
    def risky(self) -> int:
        """How many assets are not cash."""
        return len(self.tokens) - 1

    def ether(self, look: Look) -> int:
        """D18{USD/tok}"""
        return look.prices[self.tokens.index("ETH")]

    def basket(self, risky: int) -> tuple[int, ...]:
        """Equal weights D18{1} of what is risky, all else cash."""
        each = risky // self.risky
        return (each,) * self.risky + (ONE - each * self.risky,)

    @property
    def years(self) -> float:
        """How long the play lasts."""
        return (self.looks[-1].time - self.looks[0].time) / (365 * DAY)


def market(name: str, prices: Prices, classes: Classes | None = None, past: int = PAST) -> Market:
    """Every close after the first so many; without classes every market is normal."""
    tokens = (*prices.assets, CASH)
    return Market(name, tokens, tuple(_looks(prices, tokens, classes or {}))[past:])


def _looks(prices: Prices, tokens: Sequence[str], classes: Classes) -> Iterator[Look]:
    them = Memories.of(prices.assets)
    calm = (MarketClass.NORMAL,) * len(prices.assets)
    for time, closes in zip(prices.times, prices.closes, strict=True):
        kinds = (*classes.get(time, calm), MarketClass.NORMAL)
        yield Look(time, (*closes, ONE), *them.record(closes, time), kinds)
