"""A course cut into days of 24 hours from its first price on."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.backtest.analytics.errors import TooCoarse
from counterpoise.backtest.analytics.value import Values

DAY = 86_400  # {s}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Days:
    """A row a day; the last one may be a part of a day. Logarithms are from the day's start."""

    closes: Floats  # ln
    highs: Floats  # ln, at least 0
    lows: Floats  # ln, at most 0
    falls: Floats  # ln, at most 0, the deepest within the day
    whole: int  # {day} that are whole
    years: float  # {year} of all of them

    @property
    def returns(self) -> Floats:
        """{1/day}, of whole days."""
        simple: Floats = np.expm1(self.closes[: self.whole])
        return simple


def days_of(name: str, values: Values) -> Days:
    """The days of a share's value, each with all its steps. Raises `TooCoarse`."""
    return cut(name, values.times, np.log(values.growth))


def cut(name: str, times: Sequence[int], logs: Floats) -> Days:
    """The days of a path of logarithms; `name` is for the error. Raises `TooCoarse`."""
    ends = ends_of(name, np.array(times))
    paths = [logs[a : b + 1] - logs[a] for a, b in itertools.pairwise(ends)]
    return Days(
        closes=np.array([path[-1] for path in paths]),
        highs=np.array([path.max() for path in paths]),
        lows=np.array([path.min() for path in paths]),
        falls=np.array([(path - np.maximum.accumulate(path)).min() for path in paths]),
        whole=(times[-1] - times[0]) // DAY,
        years=(times[-1] - times[0]) / (365 * DAY),
    )


def ends_of(name: str, times: NDArray[np.int64]) -> list[int]:
    """Where the days end among the times: the first is 0, the last the last. Raises `TooCoarse`."""
    whole = (times[-1] - times[0]) // DAY
    marks = times[0] + DAY * np.arange(whole + 1)
    ends: list[int] = (np.searchsorted(times, marks, side="right") - 1).tolist()
    ends += [len(times) - 1] if times[-1] > marks[-1] else []
    for a, b in itertools.pairwise(ends):
        if a == b:
            raise TooCoarse(name, int(times[a]), int(times[a + 1] - times[a]))
    return ends


def drawdown(closes: Floats, highs: Floats, lows: Floats, falls: Floats) -> float:
    """The deepest fall from a peak over days in this order, {1}: that of all their steps."""
    starts = np.cumsum(closes) - closes
    peaks = np.maximum.accumulate(starts + highs)
    across = starts[1:] + lows[1:] - peaks[:-1]
    return float(-np.expm1(min(falls.min(), across.min(initial=0.0))))
