"""What the reporters of feeds say: a price that moved enough, or one after a long silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.backtest.crowd.terms import FEED_SCALE, Terms
from counterpoise.backtest.prices import ONE

Posts = tuple[int | None, ...]  # D18{USD/tok} by the feed's place; None of one that is silent


@dataclass(slots=True)
class Reporters:
    """The feeds of some tokens and, at the last place, of the hub, that is always a dollar."""

    terms: Terms
    count: int  # of tokens, without the hub
    _prices: list[int] = field(init=False)  # D18{USD/tok}, what was last reported,
    _times: list[int] = field(init=False)  # {s}, and when
    _said: list[int] = field(init=False)  # D18{USD/tok}, to a feed's own eight decimals

    def __post_init__(self) -> None:
        self._prices, self._times, self._said = ([0] * (self.count + 1) for _ in range(3))

    @property
    def said(self) -> list[int]:
        """What each feed says, D18{USD/tok}, to its own eight decimals."""
        return self._said

    @property
    def times(self) -> list[int]:
        """{s}, when each feed spoke last."""
        return self._times

    def report(self, time: int, prices: Sequence[int]) -> Posts:
        """What is said at prices D18{USD/tok} of all but the hub."""
        beat = self.terms.heartbeat
        posts = [self._post(i, time, price, beat) for i, price in enumerate(prices)]
        return (*posts, self._post(self.count, time, ONE, self.terms.hub_heartbeat))

    def _post(self, i: int, time: int, price: int, heartbeat: int) -> int | None:
        """A feed speaks where the price has moved enough, or it has been silent for long."""
        last = self._prices[i]
        moved = abs(price - last) * ONE >= self.terms.deviation * last
        if not moved and time - self._times[i] < heartbeat:
            return None
        self._prices[i], self._times[i] = price, time
        self._said[i] = price // FEED_SCALE * FEED_SCALE
        return price
