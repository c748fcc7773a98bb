"""What a vault's market is like without a chain: who looks at it, and by which sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.backtest.twin.sight import Ask, Sight, Token, price_by
from counterpoise.backtest.twin.watched_pair import WatchedPair
from counterpoise.chain.rate import look_at
from counterpoise.errors import Refusal
from counterpoise.math.fixed_point import ONE
from counterpoise.math.market import Prices, Standing
from counterpoise.observer.estimator.drawdown import DrawdownEstimator, share_price
from counterpoise.observer.estimator.market import MarketEstimator
from counterpoise.observer.estimator.market import Memories as Said
from counterpoise.observer.estimator.variance import VarianceEstimator
from counterpoise.types import MarketClass, State


@dataclass(frozen=True, slots=True)
class Watched:
    """One asset, and what its own price is compared with."""

    token: Token
    deviation: int  # D18{1}, of its feed
    second: Ask
    pair: WatchedPair | None  # The hub's may be missing: the others' pairs are priced in it.

    def prices(self, sight: Sight) -> Prices:
        """D18{USD/tok} of each source."""
        own, second = sight.said[self.token.name], self.second(sight)
        pool = (self.pair.now(sight), self.pair.average(sight)) if self.pair else (own, own)
        return Prices(*(price_by(it, self.token.unit) for it in (own, second, *pool)))

    @property
    def depth(self) -> int:
        """D18{1}, of the pool beside what it used to be."""
        return self.pair.ratio if self.pair else ONE


@dataclass(slots=True)
class Market:
    """The estimator behind a vault's observer, and whom it asks."""

    estimator: MarketEstimator
    watched: Sequence[Watched]  # in the vault's order
    variance: VarianceEstimator
    drawdown: DrawdownEstimator

    def settle(self, time: int) -> None:
        """Somebody may have traded in the pools at a time {s}."""
        for it in self._pairs:
            it.settle(time)

    def classes(self, time: int) -> dict[str, MarketClass]:
        """By asset, at a time {s}."""
        return {name: self.estimator.class_of(name, time) for name in self._names}

    def record(self, time: int, spacing: int) -> bool:
        """Takes in what is new of the pools, before a look; whether anything was."""
        return any([it.record(time, spacing) for it in self._pairs])

    def look(
        self, prices: Sequence[int], spoken: Sequence[int], time: int, state: State | None
    ) -> bool:
        """Looks at each asset's market at a time {s}; whether a class has changed.

        Prices D18{USD/tok}, and when each feed spoke {s}; no state where the vault has no price.
        """
        sight = Sight.of([it.token for it in self.watched], prices, spoken, time)
        fall = self._fall(state)
        return any([self._look(it, sight, fall) for it in self.watched])

    def is_due(
        self, prices: Sequence[int], spoken: Sequence[int], time: int, state: State | None
    ) -> bool:
        """Whether to look though nothing is new: it is time to, or a class would change."""
        it = self.estimator
        standings = [it.standings.get(name, Standing()) for name in self._names]
        if time >= look_at(standings, it.limits.spacing, it.limits.max_age):
            return True
        return self._would_change(prices, spoken, time, state)

    def _would_change(
        self, prices: Sequence[int], spoken: Sequence[int], time: int, state: State | None
    ) -> bool:
        before = dict(self.estimator.standings)
        changed = self.look(prices, spoken, time, state)
        self.estimator.standings = before
        return changed

    def _look(self, it: Watched, sight: Sight, fall: int) -> bool:
        name = it.token.name
        motion = self.variance.motion_of(name) if name in self._moving else (0, 0, 0, 0)
        said = Said(*motion, fall, it.depth)
        return self.estimator.record(name, it.prices(sight), it.deviation, said, sight.time)

    def _fall(self, state: State | None) -> int:
        """D18{1}, of a share below its highest price; none where nobody knows."""
        try:
            return self.drawdown.drawdown(share_price(state), state.time) if state else 0
        except Refusal:
            return 0

    @property
    def _names(self) -> list[str]:
        return [it.token.name for it in self.watched]

    @property
    def _moving(self) -> set[str]:
        return {it.asset for it in self.variance.sources}

    @property
    def _pairs(self) -> list[WatchedPair]:
        return [it.pair for it in self.watched if it.pair]
