"""The prices between two closes: a seeded Brownian bridge, as volatile as the day before it.

Within a bar the logarithm of the price goes straight from close to close, plus a Brownian bridge.
Its standard deviation over a whole bar is the root mean square of the returns of the bars that
ended in the 24 hours before; the first bars of a series use those that there are. So a bar's own
return is met exactly, and a minute within is as volatile as the market lately was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.market.series import Series

DAY = 86_400  # {s}
GRAIN = 10**10  # D18{USD/tok}: a feed's answer has 8 decimals, and so has each price here.


@dataclass(frozen=True, slots=True)
class Track:
    """A market price at regular times."""

    start: int  # {s}
    step: int  # {s}
    prices: list[int]  # D18{USD/tok}

    def time(self, k: int) -> int:
        """{s}"""
        return self.start + k * self.step


def track(series: Series, step: int, random: np.random.Generator, past: int = 0) -> Track:
    """The market every `step` {s}, which divides a bar, from a close to the last.

    The bars before that close, so many, only say how volatile the market was.
    """
    logs, parts = np.log(np.array(series.closes)), series.bar // step
    spreads = trailing(np.diff(logs), DAY // series.bar)[past:]
    logs = logs[past:]
    changes = np.diff(logs)
    ways = bridges(len(changes), parts, random) * spreads[:, None]
    straight = logs[:-1, None] + changes[:, None] * np.arange(parts) / parts
    path = np.append((straight + ways).ravel(), logs[-1])
    units = np.rint(np.exp(path) * (10**18 // GRAIN)).astype(np.int64)
    return Track(series.time(past), step, [it * GRAIN for it in units.tolist()])


def trailing(changes: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    """The root mean square of the changes before each one, of as many at most."""
    sums = np.concatenate(([0.0], np.cumsum(changes**2)))
    ends = np.arange(len(changes))
    starts = np.maximum(ends - length, 0)
    return np.sqrt((sums[ends] - sums[starts]) / np.maximum(ends - starts, 1))


def bridges(bars: int, parts: int, random: np.random.Generator) -> NDArray[np.float64]:
    """A bridge for each bar, without its end: from 0 to 0, of variance 1 in a bar."""
    walks = np.cumsum(random.standard_normal((bars, parts)), axis=1) / np.sqrt(parts)
    walks = np.hstack([np.zeros((bars, 1)), walks])
    tied: NDArray[np.float64] = walks[:, :-1] - walks[:, -1:] * np.arange(parts) / parts
    return tied
