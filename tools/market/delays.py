"""How long it takes until what is planted is found, in blocks.

Each event is planted at the same drawn moments: an asset of the hourly series, a healthy close, a
block of the hour after it. The market is drawn block by block between its closes. The watch has
looked for three hours before; it starts with the variance of the day before these as its prior.
A moment at which the class is not normal already is not planted at, but counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from statistics import median_low
from typing import Any

import numpy as np

from counterpoise.math.decay import YEAR
from counterpoise.math.fixed_point import ONE
from counterpoise.types import MarketClass
from tools.market.events import EVENTS, Event
from tools.market.health import healthy
from tools.market.series import Series
from tools.market.sources import Sources, sources
from tools.market.track import DAY, track
from tools.market.watch import Setup, Watch, looks

BLOCK, HOUR = 12, 3_600  # {s}
LOOKS = {"12 s": Setup(BLOCK), "5 min": Setup(), "1 h": Setup(HOUR)}
WARM = 3  # {hour}
LONGEST = max(event.horizon for event in EVENTS) // HOUR
SEED = 11


@dataclass(frozen=True, slots=True)
class Moment:
    """The market around one planting, and the block of it."""

    sources: Sources
    start: int
    prior: int  # D18{1/year}


@dataclass(slots=True)
class Delay:
    """What was found of one event under one setup."""

    event: str
    setup: str
    found: list[int] = field(default_factory=list)  # {block}
    missed: int = 0
    already: int = 0  # moments at which the class was not normal before
    kinds: Counter[str] = field(default_factory=Counter)  # the first that each was found to be

    def said(self) -> dict[str, Any]:
        """As the figures keep it; the median and the worst of those that were found."""
        return {
            "event": self.event,
            "setup": self.setup,
            "planted": len(self.found) + self.missed,
            "missed": self.missed,
            "already": self.already,
            "median": median_low(self.found) if self.found else None,
            "worst": max(self.found, default=None),
            "kinds": dict(self.kinds.most_common()),
        }


def moments(every: Sequence[Series], count: int) -> Iterable[Moment]:
    """So many drawn ones; each close of each series is as likely as any other."""
    random = np.random.default_rng(SEED)
    closes = [(series, i) for series in every for i in _usable(series)]
    for place in random.choice(len(closes), count, replace=False):
        series, i = closes[place]
        yield drawn(series, i, random)


def _usable(series: Series) -> list[int]:
    """The healthy closes that are followed by enough others."""
    places: list[int] = healthy(series).nonzero()[0].tolist()
    return [i for i in places if i + LONGEST + 1 < len(series.closes)]


def drawn(series: Series, i: int, random: np.random.Generator) -> Moment:
    """A block of the hour after a close."""
    market = around(series, i, LONGEST, random)
    return replace(market, start=market.start + int(random.integers(HOUR // BLOCK)))


def around(series: Series, i: int, hours: int, random: np.random.Generator) -> Moment:
    """The block of a close, with the hours before that the watch needs and so many after it."""
    hour, day = HOUR // series.bar, DAY // series.bar
    first, last = i - WARM * hour - day, i + (hours + 1) * hour
    changes = np.diff(np.log(np.array(series.closes[first : first + day + 1])))
    prior = int(float(np.mean(changes**2)) * YEAR / series.bar * ONE)
    market = track(series.cut(first, last + 1), BLOCK, random, day)
    return Moment(sources(market), WARM * HOUR // BLOCK, prior)


def measure(
    every: Iterable[Moment],
    told: Callable[[int], None] = lambda _: None,
    events: Sequence[Event] = EVENTS,
    setups: Mapping[str, Setup] = LOOKS,
) -> list[Delay]:
    """Each event under each setup; tells each moment that is done."""
    rows = {(it, name): Delay(it.name, name) for it in events for name in setups}
    for moment in every:
        for name, setup in setups.items():
            warm = warmed(moment, setup)
            for event in events:
                plant(rows[event, name], event, moment, warm)
        told(1)
    return list(rows.values())


def warmed(moment: Moment, setup: Setup) -> Watch | None:
    """Who has looked until the moment; None where the class is not normal."""
    watch, kind = setup.watch(moment.prior), MarketClass.NORMAL
    for sight in looks(watch, moment.sources, 0, moment.start):
        kind = sight.kind
    return watch if kind == MarketClass.NORMAL else None


def plant(row: Delay, event: Event, moment: Moment, warm: Watch | None) -> None:
    """Once, and looks until it is found or its time is over."""
    if warm is None:
        row.already += 1
        return
    start, blocks = moment.start, warm.setup.every // BLOCK
    time = moment.sources.track.time(start)
    if event.at_look:
        start += -(time // BLOCK) % blocks
    last = start + event.horizon // BLOCK
    sights = looks(deepcopy(warm), event.plant(moment.sources, start), moment.start, last)
    sight = next((it for it in sights if it.kind in event.shown), None)
    if sight is None:
        row.missed += 1
        return
    row.found.append((sight.time - moment.sources.track.time(start)) // BLOCK)
    row.kinds[sight.kind.name] += 1
