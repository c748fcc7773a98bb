"""What a vault and a share of it were worth at every step, at the market's prices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.backtest.analytics.errors import CoursesApart, NothingToMeasure, TooShort
from counterpoise.backtest.course import Course
from counterpoise.math.fixed_point import ONE
from counterpoise.math.valuation import value_of
from counterpoise.types import Holdings

YEAR = 365 * 86_400  # {s}


@dataclass(frozen=True, slots=True)
class Values:
    """The sequences run in parallel: each step before anything is done, the last one after it."""

    times: tuple[int, ...]  # {s}
    values: tuple[int, ...]  # D18{USD}
    supplies: tuple[int, ...]  # {share}

    @property
    def share_prices(self) -> tuple[int, ...]:
        """D18{USD/share}, rounded down."""
        rows = zip(self.values, self.supplies, strict=True)
        return tuple(value * ONE // supply for value, supply in rows)

    @property
    def growth(self) -> NDArray[np.float64]:
        """A share's value as a part of the first; entries and exits do not move it."""
        rows = zip(self.values, self.supplies, strict=True)
        prices = np.array([value / supply for value, supply in rows])
        grown: NDArray[np.float64] = prices / prices[0]
        return grown

    @property
    def returns(self) -> NDArray[np.float64]:
        """Of a share, from each step to the next, {1}."""
        grown = self.growth
        moved: NDArray[np.float64] = grown[1:] / grown[:-1] - 1
        return moved

    @property
    def years(self) -> float:
        """{year} of 365 days, from the first price to the last."""
        return (self.times[-1] - self.times[0]) / YEAR


def worth(balances: Sequence[int], prices: Sequence[int], units: Sequence[int]) -> int:
    """D18{USD}, each asset's value rounded down, of {unit} at D18{USD/tok} and {unit/tok}."""
    return sum(map(value_of, balances, prices, units))


def values_of(course: Course) -> Values:
    """The course's values. Raises `TooShort` below two steps, and `NothingToMeasure`."""
    if len(course.steps) < 2:
        raise TooShort(course.name, len(course.steps), 2, "prices")
    held = [*course.held()][:-1] + [course.end]
    rows = zip(held, course.steps, strict=True)
    values = tuple(worth(it.balances, step.market, course.units) for it, step in rows)
    found = Values(tuple(step.time for step in course.steps), values, tuple(_supplies(held)))
    for row in zip(found.times, found.values, found.supplies, strict=True):
        if not all(row[1:]):
            raise NothingToMeasure(course.name, *row)
    return found


def _supplies(held: Sequence[Holdings]) -> Iterator[int]:
    return (it.supply for it in held)


def require_together(one: Course, other: Course) -> None:
    """Raises `CoursesApart` where two courses did not begin alike or saw other prices."""
    alike = {
        "assets": (one.symbols, one.units) == (other.symbols, other.units),
        "start": _beginning(one) == _beginning(other),
        "times": [it.time for it in one.steps] == [it.time for it in other.steps],
        "prices": [it.market for it in one.steps] == [it.market for it in other.steps],
    }
    for what, is_alike in alike.items():
        if not is_alike:
            raise CoursesApart(one.name, other.name, what)


def _beginning(course: Course) -> tuple[tuple[int, ...], int]:
    return course.start.balances, course.start.supply
