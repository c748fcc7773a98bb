"""All who move a market: from prices and a seed to what is said and what is seen, on any chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from counterpoise.backtest.crowd.reporters import Posts, Reporters
from counterpoise.backtest.crowd.terms import LAG, Terms
from counterpoise.backtest.prices import ONE


def lagged(before: int, now: int, step: int, lag: int = LAG) -> int:
    """The price `lag` {s} ago, on a straight line between the last two closes."""
    return now + (before - now) * min(lag, step) // step


@dataclass(frozen=True, slots=True)
class View:
    """One price as it reaches the market."""

    posts: Posts  # the hub's is the last
    seen: tuple[int, ...]  # D18{USD/tok}, what the arbitrageur takes each price for, hub aside


@dataclass(slots=True)
class Crowd:
    """The same seed, the same views: pools change nothing here, they are traded by what is seen."""

    count: int  # of tokens, without the hub
    seed: int
    terms: Terms = Terms()
    reporters: Reporters = field(init=False)
    _before: tuple[int, ...] = ()
    _random: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.reporters = Reporters(self.terms, self.count)
        self._random = np.random.default_rng(self.seed)

    def look(self, time: int, prices: tuple[int, ...], step: int) -> View:
        """When the market stands at these prices D18{USD/tok}, `step` {s} after the last ones."""
        before, self._before = self._before or prices, prices
        lag = self.terms.lag
        pairs = zip(before, prices, strict=True)
        seen = self.seen([lagged(was, now, step, lag) for was, now in pairs])
        return View(self.reporters.report(time, prices), seen)

    def seen(self, prices: Sequence[int]) -> tuple[int, ...]:
        """What the arbitrageur takes prices for."""
        noise, draw = self.terms.noise, self._random.standard_normal
        return tuple([price + price * int(noise * draw()) // ONE for price in prices])
