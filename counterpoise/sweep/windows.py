"""Walk-forward: windows to choose in, and after each, apart by the purge, one to be judged in."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from counterpoise.errors import CounterpoiseError

SPAN = re.compile(r"(\d+)(mo|h|d|w|y)")
HOURS = {"h": 1, "d": 24, "w": 168}
MONTHS = {"mo": 1, "y": 12}
MOST = 10_000  # of any unit: an age of a thousand years is a slip of the hand


class BadWindow(CounterpoiseError):
    """A length of time that is none, or windows that the prices have no room for."""

    def __init__(self, text: str, problem: str) -> None:
        super().__init__(f"{text}: {problem}")
        self.text, self.problem = text, problem


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time; a month is as long as the calendar makes it."""

    months: int = 0
    hours: int = 0

    @classmethod
    def of(cls, text: str) -> Span:
        """`36h`, `7d`, `4w`, `3mo`, `1y`. Raises `BadWindow`."""
        found = SPAN.fullmatch(text)
        if found is None or int(found[1]) > MOST:
            raise BadWindow(text, f"expected a length as 36h, 7d, 4w, 3mo or 1y, up to {MOST}")
        count, unit = int(found[1]), found[2]
        return cls(months=count * MONTHS.get(unit, 0), hours=count * HOURS.get(unit, 0))

    def after(self, moment: datetime) -> datetime:
        return _moved(moment, self.months) + timedelta(hours=self.hours)

    def before(self, moment: datetime) -> datetime:
        return _moved(moment, -self.months) - timedelta(hours=self.hours)


def _moved(moment: datetime, months: int) -> datetime:
    """On the same day of another month, or on its last where it is shorter."""
    year, month = divmod(12 * moment.year + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` on and before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Fold:
    """What is chosen in `train` is judged in `test`."""

    train: Window
    test: Window


@dataclass(frozen=True, slots=True)
class Walk:
    """How the windows lie."""

    train: Span
    test: Span
    purge: Span = Span()  # between what is chosen from and what judges it
    embargo: Span = Span()  # between one test and the next

    @classmethod
    def of(cls, text: str, purge: str, embargo: str) -> Walk:
        """`12mo/3mo`: a year to choose in, a quarter to be judged in. Raises `BadWindow`."""
        train, mark, test = text.partition("/")
        if not mark:
            raise BadWindow(text, "expected TRAIN/TEST, as 12mo/3mo")
        spans = Span.of(train), Span.of(test)
        if Span() in spans:
            raise BadWindow(text, "a window of no length")
        return cls(*spans, Span.of(purge), Span.of(embargo))

    def folds(self, start: datetime, end: datetime) -> list[Fold]:
        """All that fit between the first price and the end of the last. Raises `BadWindow`."""
        found = list(self._folds(start, end))
        if not found:
            span = f"{start:%Y-%m-%d} to {end:%Y-%m-%d}"
            raise BadWindow(span, "the prices have no room for one train, purge and test")
        return found

    def _folds(self, start: datetime, end: datetime) -> Iterator[Fold]:
        begin = self.purge.after(self.train.after(start))
        while (over := self.test.after(begin)) <= end:
            chosen = self.purge.before(begin)
            # A month back from 30 March is further than one on from 29 February.
            if chosen > start:
                train = Window(max(start, self.train.before(chosen)), chosen)
                yield Fold(train, Window(begin, over))
            begin = self.embargo.after(over)
