"""From courses to a story: what each came to, by how much they differ, and where the value went."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain, repeat

from counterpoise.backtest.analytics.attribution import ahead, attribute
from counterpoise.backtest.analytics.errors import TooShort, Undefined
from counterpoise.backtest.analytics.gas import Gas
from counterpoise.backtest.analytics.intervals import LEVEL, Interval, Pair
from counterpoise.backtest.analytics.metrics import measure
from counterpoise.backtest.analytics.parts import Parts
from counterpoise.backtest.analytics.rows import Rows, Statistic, rows_of
from counterpoise.backtest.baselines.names import COSTLESS, HOLD
from counterpoise.backtest.course import Course
from counterpoise.backtest.report.series import growth
from counterpoise.backtest.report.story import (
    SPREAD,
    Assumption,
    Attribution,
    Band,
    Difference,
    Other,
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
Statistics = tuple[Statistic, ...]
EVERY, MADE = tuple(Statistic), (Statistic.ANNUAL_RETURN,)


def story(
    title: str,
    vault: Course,
    others: Iterable[Course] = (),
    assumptions: Sequence[Assumption] = (),
    band: Band | None = None,
) -> Story:
    """All of it; of fewer than 30 whole days no interval is made.

    The first of the others is compared by every statistic, the rest by the return. Each is let go
    before the next one is asked for: no two of their courses are there at once.
    """
    teller = Teller(vault, band)
    heard = [*map(teller.hear, others, chain([EVERY], repeat(MADE)))]
    return Story(
        title,
        Row(vault.name, teller.figures(vault), vault),
        tuple(it.run for it in heard),
        tuple(claim for it in heard for claim in it.differences),
        _attribution(vault, {it.run.name: it.ahead for it in heard}),
        tuple(assumptions),
        band,
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """What is told of a course beside the vault's."""

    run: Other
    differences: tuple[Difference, ...]
    ahead: int  # D18{USD} that the vault's first shares are worth more in the end


@dataclass(frozen=True)
class Teller:
    """Who listens to one course after the other, with the vault's in mind."""

    vault: Course
    band: Band | None

    def figures(self, course: Course) -> Mapping[str, float]:
        return measure(course, band=self.band.outer if self.band else None).figures

    def hear(self, other: Course, statistics: Statistics) -> Heard:
        """Raises `CoursesApart`, and what `measure` raises."""
        gap = ahead(self.vault, other)
        run = Other(other.name, self.figures(other), growth(other))
        try:
            return Heard(run, tuple(self._differences(other, statistics)), gap)
        except TooShort:
            return Heard(run, (), gap)

    def _differences(self, other: Course, statistics: Statistics) -> Iterator[Difference]:
        rows, names = rows_of(other, Statistic.COST in statistics), (self.vault.name, other.name)
        for it in statistics:
            yield Difference(*names, it.value, _interval(Pair(self._rows, rows, names, it)))

    @cached_property
    def _rows(self) -> Rows:
        return rows_of(self.vault, has_costs=True)


def _interval(pair: Pair) -> Interval:
    """One that says nothing where a figure is not defined."""
    try:
        return pair.interval()
    except Undefined:
        return Interval(pair.statistic, math.nan, math.nan, math.nan, LEVEL, 0, 0)


def _attribution(vault: Course, gaps: Mapping[str, int]) -> Attribution:
    """`gaps`: D18{USD} by the name of who is less ahead."""
    found = attribute(vault)
    amounts = {it.name: getattr(found.parts, it.name) for it in fields(Parts)}
    parts = tuple(Part(NAMES.get(name, name), it) for name, it in amounts.items() if it)
    beside = {
        "gain against hold": gaps.get(HOLD),
        "loss against a costless rebalancer": gaps.get(COSTLESS),
        "gas, paid by who sent it": None if found.gas_cost is None else -found.gas_cost,
        "of that, for what was posted": _paid(found.posting),
        "of that, for records": _paid(found.recording),
    }
    said = tuple(Part(name, it) for name, it in beside.items() if it is not None)
    return Attribution(found.start, parts, found.end, said)


def _paid(it: Gas) -> int | None:
    """D18{USD}; None where there was nothing of it, or the price of ether is not known."""
    return -it.cost if it.count and it.cost is not None else None
