"""All that a report tells, gathered before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from counterpoise.backtest.course import Course
from counterpoise.backtest.report.columns import COLUMNS
from counterpoise.backtest.report.series import Series, growth
from counterpoise.errors import CounterpoiseError

SPREAD = "spread from entries and exits"  # a part's name


class NothingPlayed(CounterpoiseError):
    """A course without a single price."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: nothing was played, so there is nothing to report")
        self.name = name


class Unbalanced(CounterpoiseError):
    """An attribution whose parts do not sum to the change that they explain, D18{USD}."""

    def __init__(self, told: int, change: int) -> None:
        super().__init__(f"the parts sum to {told}, and the change is {change}, D18{{USD}}")
        self.told, self.change = told, change


class Interval(Protocol):
    """Where a difference lies; `level` is how often such an interval holds it, in (0, 1)."""

    @property
    def low(self) -> float: ...
    @property
    def estimate(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def level(self) -> float: ...


class Run(Protocol):
    """A run as it is told: its figures by the names of `columns.COLUMNS`."""

    @property
    def name(self) -> str: ...
    @property
    def figures(self) -> Mapping[str, float]: ...
    @property
    def growth(self) -> Series:
        """What 100 USD of its shares became."""


@dataclass(frozen=True, slots=True)
class Other:
    """A run that the vault is held against; its course need not be kept."""

    name: str
    figures: Mapping[str, float]
    growth: Series


@dataclass(frozen=True)
class Row:
    """A run with its course."""

    name: str
    figures: Mapping[str, float]
    course: Course

    @cached_property
    def growth(self) -> Series:
        """What 100 USD of its shares became; five plots show it."""
        return growth(self.course)


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much the first run's figure is above the second's."""

    one: str
    other: str
    figure: str  # by its name in `columns.COLUMNS`
    interval: Interval

    @property
    def verdict(self) -> int:
        """1 above, -1 below, 0 where the interval holds 0, or is none."""
        return int(self.interval.low > 0) - int(self.interval.high < 0)


@dataclass(frozen=True, slots=True)
class Part:
    """One reason for a change of value, D18{USD}; below 0 where value went."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where a vault's value went. Raises `Unbalanced` unless the parts sum to the change."""

    start: int  # D18{USD}
    parts: tuple[Part, ...]
    end: int  # D18{USD}
    beside: tuple[Part, ...] = ()  # what explains a difference to another run, or another's cost

    def of(self, name: str) -> int:
        """What a part of that name tells, D18{USD}; 0 where there is none."""
        return sum(part.amount for part in self.parts if part.name == name)

    def __post_init__(self) -> None:
        told, change = sum(part.amount for part in self.parts), self.end - self.start
        if told != change:
            raise Unbalanced(told, change)


@dataclass(frozen=True, slots=True)
class Assumption:
    """One line of what was assumed."""

    name: str  # table.key, as the file has it
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """How far a weight may be from its target, D18{1}, before a rebalance and after it."""

    outer: int
    inner: int


@dataclass(frozen=True, slots=True)
class Story:
    """A report's whole content; the first of the others is what the vault is held against.

    Raises `NothingPlayed` for a course without steps.
    """

    title: str
    vault: Row
    others: tuple[Run, ...] = ()
    differences: tuple[Difference, ...] = ()
    attribution: Attribution | None = None
    assumptions: tuple[Assumption, ...] = ()
    band: Band | None = None

    def __post_init__(self) -> None:
        if not self.vault.course.steps:
            raise NothingPlayed(self.vault.name)

    @property
    def rows(self) -> tuple[Run, ...]:
        """All runs, the one that the report is about first."""
        return (self.vault, *self.others)

    @property
    def figures(self) -> list[str]:
        """The figures that any run has: those that are known in their order, then the others."""
        given = {name for row in self.rows for name in row.figures}
        return [it for it in COLUMNS if it in given] + sorted(given - COLUMNS.keys())
