"""Prices as the crowd passes them on: what every player of the same seed finds at each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from counterpoise.backtest.crowd.crowd import Crowd
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.prices import ONE, Prices


class Moment(NamedTuple):
    """One price, as it is and as it is told; the hub is the last of all but `seen`."""

    time: int  # {s}
    market: tuple[int, ...]  # D18{USD/tok}
    said: tuple[int, ...]  # D18{USD/tok}, by the feeds
    spoken: tuple[int, ...]  # {s}, when each feed did
    seen: tuple[int, ...]  # D18{USD/tok}, by the arbitrageur


def moments(prices: Prices, seed: int, terms: Terms) -> Iterator[Moment]:
    """Each price in its turn; the same seed and terms, the same moments."""
    crowd, step = Crowd(len(prices.assets), seed, terms), prices.step
    reporters = crowd.reporters
    for time, closes in zip(prices.times, prices.closes, strict=True):
        view = crowd.look(time, closes, step)
        said, spoken = tuple(reporters.said), tuple(reporters.times)
        yield Moment(time, (*closes, ONE), said, spoken, view.seen)
