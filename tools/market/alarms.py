"""Counts the healthy hours in which the class was anything but normal or thin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from counterpoise.types import MarketClass
from tools.market.health import healthy, leaps
from tools.market.series import Series
from tools.market.sources import sources
from tools.market.track import track
from tools.market.watch import CALM, Setup, Sight, looks

HOUR, MINUTE = 3_600, 60  # {s}
SEED = 7


@dataclass(slots=True)
class Count:
    """One asset of one series; an hour counts as the worst class that held at a look in it."""

    series: str
    asset: str
    hours: int = 0  # all that were replayed
    healthy: int = 0
    alarms: int = 0  # healthy hours that were not calm
    leaps: int = 0  # of these, hours that moved by more than 4 standard deviations themselves
    changes: int = 0  # of the class, in healthy hours
    episodes: int = 0  # alarms that began in a healthy hour
    looks: int = 0  # in healthy hours
    alarmed: int = 0  # of these, at which the class was not calm
    classes: Counter[str] = field(default_factory=Counter)  # healthy hours
    signs: Counter[str] = field(default_factory=Counter)  # of the healthy hours with an alarm

    def said(self) -> dict[str, Any]:
        """As the figures keep it."""
        counts = {"classes": dict(self.classes), "signs": dict(self.signs)}
        return {it.name: getattr(self, it.name) for it in fields(self)} | counts


def count(series: Series, setup: Setup, told: Callable[[int], None] = lambda _: None) -> Count:
    """Replays all of a series, a step a minute; tells each hour that is done."""
    random = np.random.default_rng([SEED, *series.asset.encode()])
    it = sources(track(series, MINUTE, random))
    rows = hours(looks(setup.watch(), it), series)
    done = Count(series.name, series.asset)
    fine, leapt = healthy(series), leaps(series)
    before = Sight(0, MarketClass.NORMAL, "")
    for bar, row in rows:
        told(1)
        done.hours += 1
        if fine[bar]:
            take(done, before, row, bool(leapt[bar + 1 - HOUR // series.bar : bar + 1].any()))
        before = row[-1]
    return done


def hours(sights: Iterable[Sight], series: Series) -> Iterable[tuple[int, list[Sight]]]:
    """The looks of each hour, with the place of the close that ends it."""
    row: list[Sight] = []
    end = series.start + HOUR
    for sight in sights:
        if sight.time > end:
            yield (end - series.start) // series.bar, row
            row, end = [], end + HOUR
        row.append(sight)
    if row and row[-1].time == end:
        yield (end - series.start) // series.bar, row


def take(done: Count, before: Sight, row: Sequence[Sight], leapt: bool) -> None:
    """One healthy hour."""
    worst = max(row, key=lambda sight: sight.kind)
    done.healthy += 1
    done.looks += len(row)
    done.alarmed += sum(sight.kind not in CALM for sight in row)
    done.classes[worst.kind.name] += 1
    pairs = list(zip([before, *row], row))
    done.changes += sum(a.kind != b.kind for a, b in pairs)
    done.episodes += sum(a.kind in CALM and b.kind not in CALM for a, b in pairs)
    if worst.kind not in CALM:
        done.alarms += 1
        done.leaps += leapt
        done.signs[worst.signs] += 1
