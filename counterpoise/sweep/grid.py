"""What a sweep varies: keys of the configuration by their dotted names, and values for each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from counterpoise.errors import CounterpoiseError
from counterpoise.sweep.inside import BadKey
from counterpoise.sweep.rows import Cell
from counterpoise.sweep.vary import Base

MOST_VALUES = 10_000  # of one key: more is a slip of the hand, not a sweep


class BadGrid(CounterpoiseError):
    """What follows --grid does not say which key takes which values."""

    def __init__(self, text: str, problem: str) -> None:
        super().__init__(f"--grid {text}: {problem}")
        self.text, self.problem = text, problem


@dataclass(frozen=True, slots=True)
class Axis:
    """One key, and what it is set to."""

    key: str
    values: tuple[str, ...]


def axis(text: str) -> Axis:
    """`market.lag=60,300,900`, or `market.lag=0..3600..60` for steps from one end to the other.

    Raises `BadGrid`.
    """
    key, _, listed = text.partition("=")
    values = [each for part in listed.split(",") for each in _values(text, part.strip())]
    if not key or not all(values):
        raise BadGrid(text, "expected KEY=VALUE,VALUE,... or KEY=FIRST..LAST..STEP")
    return Axis(key.strip(), tuple(values))


def _values(text: str, part: str) -> Iterator[str]:
    ends = part.split("..")
    if len(ends) == 1:
        yield part
        return
    first, last, step = _range(text, ends)
    for k in range(int((last - first) / step) + 1):
        yield f"{first + k * step:f}"


def _range(text: str, ends: list[str]) -> tuple[Decimal, Decimal, Decimal]:
    if len(ends) != 3 or not all(map(_is_number, ends)):
        raise BadGrid(text, f"{'..'.join(ends)!r} is no FIRST..LAST..STEP")
    first, last, step = map(Decimal, ends)
    if step <= 0 or last < first:
        raise BadGrid(text, "the step must be above 0 and the last not below the first")
    if (last - first) / step >= MOST_VALUES:
        raise BadGrid(text, f"more than {MOST_VALUES} values")
    return first, last, step


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def check(base: Base, axes: Sequence[Axis]) -> None:
    """Refuses a key that is not there or twice, and a value out of bounds or twice.

    Raises `BadKey`.
    """
    keys = [it.key for it in axes]
    for one in axes:
        if keys.count(one.key) > 1:
            raise BadKey(one.key, "it is given twice")
        seen: set[object] = set()
        for value in one.values:
            meant = base.value_of(base.having({one.key: value}), one.key)
            if meant in seen:
                raise BadKey(one.key, f"the value {value} is given twice")
            seen.add(meant)


def cells(axes: Sequence[Axis]) -> Iterator[Cell]:
    """Every choice of a value for each key; the last key changes fastest."""
    named = ([(it.key, value) for value in it.values] for it in axes)
    return itertools.product(*named)
