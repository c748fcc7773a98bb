"""Which hours are healthy, by their closes alone: nothing here knows the classifier.

A close is healthy where the price has moved in the 24 hours before it by no more than four
standard deviations of such a day, as the returns of the 30 days before these 24 hours have it. So
each crash takes out its own hour and the day after it. The first 31 days of a series have nothing
to be judged by and do not count.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.market.series import Series
from tools.market.track import DAY

MOST = 4.0  # standard deviations
PAST = 30  # {day}


def healthy(series: Series) -> NDArray[np.bool_]:
    """Whether each close is."""
    day = DAY // series.bar
    logs = np.log(np.array(series.closes))
    squares = np.concatenate(([0.0], np.cumsum(np.diff(logs) ** 2)))
    found = np.zeros(len(logs), dtype=bool)
    ends = np.arange((PAST + 1) * day, len(logs))
    moved = np.abs(logs[ends] - logs[ends - day])
    past = squares[ends - day] - squares[ends - day - PAST * day]
    found[ends] = moved <= MOST * np.sqrt(past / PAST)
    return found


def leaps(series: Series) -> NDArray[np.bool_]:
    """Whether a close is more than four standard deviations of one bar from the last."""
    changes = np.diff(np.log(np.array(series.closes)))
    squares = np.concatenate(([0.0], np.cumsum(changes**2)))
    bars = PAST * DAY // series.bar
    found = np.zeros(len(changes) + 1, dtype=bool)
    ends = np.arange(bars, len(changes))
    past = squares[ends] - squares[ends - bars]
    found[ends + 1] = np.abs(changes[ends]) > MOST * np.sqrt(past / bars)
    return found
