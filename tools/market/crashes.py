"""The two real crashes: when they began, and what held while they went on.

A crash begins an hour before the first close of its day that is 5 % below the close an hour before
itself. The minutes are drawn anew for each seed, the closes are what they were.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.market.delays import Moment, around
from tools.market.events import Event, nothing
from tools.market.series import Series, every
from tools.market.sources import sources
from tools.market.track import DAY, track
from tools.market.watch import Setup, Sight, looks

HOUR, MINUTE = 3_600, 60  # {s}
FALL = 0.05
LENGTH = 6  # {hour} that are looked at
SEED = 13


@dataclass(frozen=True, slots=True)
class Crash:
    """A file, the day that fell, and the days of the picture."""

    name: str
    file: str
    day: str
    shown: tuple[str, str]


CRASHES = (
    Crash("12 March 2020", "2018 to 2022", "2020-03-12", ("2020-03-12T00:00", "2020-03-14T00:00")),
    Crash("5 August 2024", "August 2024", "2024-08-05", ("2024-08-04T12:00", "2024-08-06T12:00")),
)


def event(crash: Crash) -> Event:
    """As a row of the table."""
    return Event(f"crash of {crash.name}", nothing, LENGTH * HOUR)


def moments(crash: Crash, folder: Path, seeds: int) -> Iterable[Moment]:
    """Its beginning in each asset, so many times."""
    for series in every(folder, crash.file):
        for seed in range(seeds):
            random = np.random.default_rng([SEED, seed, *series.asset.encode()])
            yield around(series, beginning(series, crash.day), LENGTH, random)


def beginning(series: Series, day: str) -> int:
    """The place of the close from which the first hour of the fall counts."""
    hour = HOUR // series.bar
    first = series.place(day)
    ends = range(first, first + DAY // series.bar)
    fell = (i for i in ends if series.closes[i] < (1 - FALL) * series.closes[i - hour])
    return next(fell) - hour


def seen(series: Series, crash: Crash) -> list[Sight]:
    """Each look of the days of the picture, every five minutes, a month of them before."""
    past = 30 * DAY // series.bar
    start, end = (series.place(it) for it in crash.shown)
    first = max(start - past, 0)
    random = np.random.default_rng([SEED, *series.asset.encode()])
    it = sources(track(series.cut(first, end + 1), MINUTE, random))
    return [sight for sight in looks(Setup().watch(), it) if sight.time >= series.time(start)]
