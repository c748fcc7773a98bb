"""A keeper that looks at one asset every so often, through the exact twins of the estimators.

At each look it records the feed's round (`VarianceEstimator`), the pool's liquidity
(`DepthEstimator`) and then the market (`MarketEstimator`), as one transaction would.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counterpoise.math.fixed_point import ONE
from counterpoise.math.market import Prices, is_off, tolerances
from counterpoise.observer.estimator.depth import DepthEstimator
from counterpoise.observer.estimator.feed import Round, Source
from counterpoise.observer.estimator.market import (
    MAX_VOLATILITY,
    Limits,
    MarketEstimator,
    Memories,
)
from counterpoise.observer.estimator.variance import VarianceEstimator
from counterpoise.types import MarketClass
from tools.market.sources import PRIMARY, SECOND, WINDOW, Feed, Sources
from tools.market.track import GRAIN

HOUR, DAY = 3_600, 86_400  # {s}
ASSET, POOL = "asset", "pool"
TAU = 7 * DAY  # {s}, of the variance
PRIOR = 64 * ONE // 100  # D18{1/year}, a volatility of 80 %
DEPTH = (300, HOUR, DAY)  # {s}: spacing and the two means, docs/estimators.md's sensible ones
CALM = (MarketClass.NORMAL, MarketClass.THIN)  # What is no alarm.
BREAKER = "breaker"


@dataclass(frozen=True, slots=True)
class Setup:
    """What a deployment chooses; else docs/market-state.md's sensible limits."""

    every: int = 300  # {s} between two looks
    deviation: int = PRIMARY.deviation  # D18{1}, that it is told of its feed
    window: int = WINDOW  # {s}, that it is told of its average

    @property
    def limits(self) -> Limits:
        """The age is that of two looks, where an hour is none."""
        return Limits(
            lag=PRIMARY.delay,
            window=self.window,
            min_depth=ONE // 2,
            min_jump=ONE // 20,
            max_drawdown=15 * ONE // 100,
            max_age=max(HOUR, 2 * self.every),
            streak=3,
            spacing=300,
            rest=1_800,
        )

    def watch(self, prior: int = PRIOR) -> Watch:
        """Who has not looked yet; the variance it starts with, D18{1/year}."""
        feed = Source(ASSET, "feed", PRIMARY.max_age)
        variance = VarianceEstimator([feed], [prior], TAU)
        return Watch(self, MarketEstimator(self.limits), variance, DepthEstimator(POOL, *DEPTH))


@dataclass(frozen=True, slots=True)
class Sight:
    """What is known after a look."""

    time: int  # {s}
    kind: MarketClass  # that holds
    signs: str  # that a look found last: of x, t, s, d, or the breaker


@dataclass(slots=True)
class Watch:
    """The estimators of one asset, and what made its class."""

    setup: Setup
    market: MarketEstimator
    variance: VarianceEstimator
    depth: DepthEstimator
    signs: str = ""

    def look(self, it: Sources, averages: list[int], k: int) -> Sight:
        """At one step."""
        time = it.track.time(k)
        self.variance.record_asset(ASSET, it.first[k], time)
        self.depth.record(it.liquidity[k], time)
        first, second = answer(it.first[k], PRIMARY, time), answer(it.second[k], SECOND, time)
        prices, said = Prices(first, second, it.shown[k], averages[k]), self._said()
        self.market.record(ASSET, prices, self.setup.deviation, said, time)
        standing = self.market.standings[ASSET]
        if standing.last == time:
            self.signs = self._signs(prices, said) or self.signs
        return Sight(time, standing.kind, self.signs)

    def _said(self) -> Memories:
        volatility, updated = self.variance.volatility_of(ASSET), self.variance.updated_at(ASSET)
        size, span = self.variance.last_return(ASSET)
        return Memories(volatility, updated, size, span, 0, self.depth.ratio)

    def _signs(self, it: Prices, said: Memories) -> str:
        limits, volatility = self.market.limits, min(said.volatility, MAX_VOLATILITY)
        most = tolerances(self.setup.deviation, volatility, limits.lag, limits.window)
        signs = {
            "x": is_off(it.oracle, it.second, most.spot),
            "t": is_off(it.oracle, it.twap, most.twap),
            "s": is_off(it.oracle, it.spot, most.spot),
            "d": said.depth < limits.min_depth,
        }
        found = "".join(sign for sign, there in signs.items() if there)
        crisis = self.market.standings[ASSET].kind == MarketClass.CRISIS
        return BREAKER if crisis and found != "td" else found


def answer(round_: Round, feed: Feed, time: int) -> int:
    """What an oracle over a feed says, D18{USD/tok}; 0 where its answer is too old."""
    return round_.answer * GRAIN if time - round_.updated_at <= feed.max_age else 0


def looks(watch: Watch, it: Sources, first: int = 0, last: int | None = None) -> Iterator[Sight]:
    """Each look from a step on and before another, at whole multiples of its time."""
    averages, step, every = it.averages(), it.track.step, watch.setup.every
    start = first + -it.track.time(first) % every // step
    for k in range(start, len(it.spot) if last is None else last, every // step):
        yield watch.look(it, averages, k)
