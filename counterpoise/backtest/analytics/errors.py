"""Courses that cannot be measured, or not beside each other."""

from __future__ import annotations

from counterpoise.errors import CounterpoiseError


class NothingToMeasure(CounterpoiseError):
    """A course without a price, without shares, or worth nothing."""

    def __init__(self, name: str, time: int, value: int, supply: int) -> None:
        super().__init__(f"{name}: nothing to measure at {time} s: worth {value}, {supply} shares")
        self.name, self.time, self.value, self.supply = name, time, value, supply


class TooShort(CounterpoiseError):
    """A course of too few prices or days for what was asked of it."""

    def __init__(self, name: str, count: int, least: int, what: str) -> None:
        super().__init__(f"{name}: {count} {what}, at least {least} are needed")
        self.name, self.count, self.least, self.what = name, count, least, what


class TooCoarse(CounterpoiseError):
    """A course with a day that has no price."""

    def __init__(self, name: str, time: int, gap: int) -> None:
        super().__init__(f"{name}: no price for {gap} s after {time} s, a day needs one")
        self.name, self.time, self.gap = name, time, gap


class CoursesApart(CounterpoiseError):
    """Two courses that did not begin alike or did not see the same prices."""

    def __init__(self, one: str, other: str, what: str) -> None:
        super().__init__(f"{one} and {other} do not have the same {what}")
        self.one, self.other, self.what = one, other, what


class Undefined(CounterpoiseError):
    """A figure that a course does not have, such as the Sharpe ratio of cash."""

    def __init__(self, statistic: str, one: str, other: str) -> None:
        super().__init__(f"{statistic} of {one} or of {other} is not defined")
        self.statistic, self.one, self.other = statistic, one, other
