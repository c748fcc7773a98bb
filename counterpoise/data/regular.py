"""Rows that follow one another as prices do: one step apart, and each near the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise
from math import gcd

from counterpoise.data.cells import price_text
from counterpoise.data.points import Point
from counterpoise.data.source import Source, bad

JUMP = 10  # {1} from row to row: a lost decimal point makes it, and no hour of a market that lives.
FIRST = 16  # {row} whose commonest distance is the step: one bad row in five leaves it alone.
# {1} changes at every n-th row and never between. Of twenty at random places one in a million
# has such a spacing: the gcd of n integers is even with 2^-n.
SELDOM = 20


def regular(
    source: Source, columns: Sequence[str], points: Iterator[Point], jump: int
) -> Iterator[Point]:
    """The same points, once each has passed. Raises `BadPrices`."""
    head = list(islice(points, FIRST))
    step, seldom = step_of(head), [Seldom() for _ in columns[1:]]
    last: Point | None = None
    for index, point in enumerate(chain(head, points)):
        if last is not None:
            _require_step(source, columns[0], step, last, point)
            _require_near(source, columns, jump, last, point)
            for watch, was, now in zip(seldom, last.closes, point.closes):
                if was != now:
                    watch.changed(index)
        yield point
        last = point
    _require_often(source, columns, head, seldom)


def step_of(points: Sequence[Point]) -> int:
    """{s} that most of them are apart, 0 if there is no second one."""
    apart = Counter(after.time - before.time for before, after in pairwise(points))
    forward = [step for step, _ in apart.most_common() if step > 0]
    return forward[0] if forward else 0


class Seldom:
    """Which rows bring a new price, as far as it takes to know a slower column."""

    def __init__(self) -> None:
        self.times, self.spacing, self._last = 0, 0, 0

    def changed(self, index: int) -> None:
        """In the row of that index."""
        if self.times:
            self.spacing = gcd(self.spacing, index - self._last)
        self.times, self._last = self.times + 1, index


def _require_step(source: Source, column: str, step: int, last: Point, point: Point) -> None:
    gone = point.time - last.time
    if gone == step and gone > 0:
        return
    unit, expected = source.unit, f"expected {step} s"
    if gone == 0:
        problem = "duplicate time"
    elif gone < 0:
        problem = f"time is before the {unit} above"
    elif gone % step:
        problem = f"another step: {gone} s after the {unit} above, {expected}"
    else:
        problem = f"gap: {gone} s after the {unit} above, {expected}"
    raise bad(source, point.number, problem, point.text, column)


def _require_near(
    source: Source, columns: Sequence[str], jump: int, last: Point, point: Point
) -> None:
    for column, was, now in zip(columns[1:], last.closes, point.closes):
        if now >= was * jump or was >= now * jump:
            problem = f"price jumps {jump}-fold or more from {price_text(was)} (prices.jump)"
            raise bad(source, point.number, problem, price_text(now), column)


def _require_often(
    source: Source, columns: Sequence[str], head: list[Point], seldom: list[Seldom]
) -> None:
    """Days that were filled into hours would be played as hours in which nothing happened."""
    for column, watch in zip(columns[1:], seldom):
        if watch.times >= SELDOM and watch.spacing > 1:
            problem = f"changes only at every {watch.spacing}th {source.unit}, a slower column"
            raise bad(source, head[0].number, problem, column=column)
