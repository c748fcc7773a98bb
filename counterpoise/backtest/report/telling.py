"""From courses to a story: what each came to, by how much they differ, and where the value went."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields

from counterpoise.backtest.analytics.attribution import attribute
from counterpoise.backtest.analytics.errors import TooShort, Undefined
from counterpoise.backtest.analytics.gas import Gas
from counterpoise.backtest.analytics.intervals import Interval, difference
from counterpoise.backtest.analytics.metrics import measure
from counterpoise.backtest.analytics.parts import Parts
from counterpoise.backtest.analytics.rows import Statistic
from counterpoise.backtest.course import Course
from counterpoise.backtest.report.story import (
    SPREAD,
    Assumption,
    Attribution,
    Band,
    Difference,
    Part,
    Row,
    Story,
)

NAMES = {
    "spread": SPREAD,
    "fees": "venues' fees",
    "impact": "price impact",
    "gap": "pools beside the market",
    "dust": "rounding",
}  # of parts, where they are others
LEVEL = 0.95  # {1} of each interval

Progress = Callable[[int, int], None]  # hears how many intervals of how many are made


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is told of: the vault, what was held untouched, the rest, and who paid nothing."""

    vault: Course
    hold: Course | None = None
    others: Sequence[Course] = ()
    costless: Course | None = None

    @property
    def courses(self) -> tuple[Course, ...]:
        """In the order in which they are told."""
        every = (self.vault, self.hold, *self.others, self.costless)
        return tuple(it for it in every if it)


def story(
    title: str,
    cast: Cast,
    assumptions: Sequence[Assumption] = (),
    band: Band | None = None,
    progress: Progress = lambda done, whole: None,
) -> Story:
    """All of it; of fewer than 30 whole days no interval is made."""
    rows = tuple(_row(it, band) for it in cast.courses)
    told = _attribution(cast)
    return Story(title, rows, _differences(cast, progress), told, tuple(assumptions), band)


def _row(course: Course, band: Band | None) -> Row:
    figures = measure(course, band=band.outer if band else None).figures
    return Row(course.name, figures, course)


def _attribution(cast: Cast) -> Attribution:
    found = attribute(cast.vault, cast.hold, cast.costless)
    amounts = {it.name: getattr(found.parts, it.name) for it in fields(Parts)}
    parts = tuple(Part(NAMES.get(name, name), it) for name, it in amounts.items() if it)
    beside = {
        "gain against hold": found.gain,
        "loss against a costless rebalancer": None if found.loss is None else -found.loss,
        "gas, paid by who sent it": None if found.gas_cost is None else -found.gas_cost,
        "of that, for what was posted": _paid(found.posting),
        "of that, for records": _paid(found.recording),
    }
    said = tuple(Part(name, it) for name, it in beside.items() if it is not None)
    return Attribution(found.start, parts, found.end, said)


def _paid(it: Gas) -> int | None:
    """D18{USD}; None where there was nothing of it, or the price of ether is not known."""
    return -it.cost if it.count and it.cost is not None else None


def _differences(cast: Cast, progress: Progress) -> tuple[Difference, ...]:
    """By every statistic to the first, hold if it is there, and by the return to the others."""
    first, rest = cast.courses[1:2], cast.courses[2:]
    claims = [(other, it) for other in first for it in Statistic]
    claims += [(other, Statistic.ANNUAL_RETURN) for other in rest]
    try:
        return tuple(_made(cast.vault, claims, progress))
    except TooShort:
        return ()


def _made(
    vault: Course, claims: Sequence[tuple[Course, Statistic]], progress: Progress
) -> Iterator[Difference]:
    for done, (other, statistic) in enumerate(claims, 1):
        interval = _interval(vault, other, statistic)
        yield Difference(vault.name, other.name, statistic.value, interval)
        progress(done, len(claims))


def _interval(one: Course, other: Course, statistic: Statistic) -> Interval:
    """One that says nothing where a figure is not defined."""
    try:
        return difference(one, other, statistic)
    except Undefined:
        return Interval(statistic, math.nan, math.nan, math.nan, LEVEL, 0, 0)
