"""When to go back to the target: what else people do with a basket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from counterpoise.backtest.clock import clock

DAY = 86_400  # {s}
MONDAY = 4 * DAY  # {s}, the first one after 1970 began


class Policy(Protocol):
    """Says when; how is the same for all."""

    def is_due(self, time: int, last: int, drift: int) -> bool:
        """At a time {s}, after the last rebalance or the start {s}, and at a drift D18{1}."""


class Hold:
    """Never."""

    def is_due(self, time: int, last: int, drift: int) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Calendar:
    """At the first price of each day, week or month."""

    page: Callable[[int], int]  # the number of the day, week or month of a time {s}

    def is_due(self, time: int, last: int, drift: int) -> bool:
        return self.page(time) != self.page(last)


@dataclass(frozen=True, slots=True)
class Threshold:
    """As soon as an asset has drifted so far, D18{1}."""

    band: int

    def is_due(self, time: int, last: int, drift: int) -> bool:
        return drift > self.band


def day(time: int) -> int:
    """By UTC."""
    return time // DAY


def week(time: int) -> int:
    """They begin on Mondays, UTC."""
    return (time - MONDAY) // (7 * DAY)


def month(time: int) -> int:
    """By UTC."""
    date = clock(time)
    return 12 * date.year + date.month
