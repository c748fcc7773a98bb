"""Walk-forward judged: what was chosen in one window, beside what it then came to in the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from statistics import median

from counterpoise.sweep.rows import Row
from counterpoise.sweep.vary import Value
from counterpoise.sweep.windows import Fold


@dataclass(frozen=True, slots=True)
class Verdict:
    """One fold. The figures are the objective's; not a number where the trial failed."""

    fold: Fold
    chosen: Mapping[str, Value]
    inside: float  # of the chosen cell, where it was chosen
    outside: float  # of the chosen cell, where it was judged
    middle: float  # of all cells where they were judged, the median: what not choosing brings
    place: float  # the part of the other cells that the chosen one beat there; by chance 0.5


def choose(train: Sequence[Row], objective: str, least: bool) -> int | None:
    """The place of the best row, the first of equals; None where all have failed."""
    known = [(place, it) for place, row in enumerate(train) if isfinite(it := _of(row, objective))]
    best = min if least else max
    return best(known, key=lambda it: it[1])[0] if known else None


def judge(
    fold: Fold, train: Sequence[Row], test: Sequence[Row], objective: str, least: bool
) -> Verdict | None:
    """Both windows' rows are of the same cells, in the same order; None where all have failed."""
    place = choose(train, objective, least)
    if place is None:
        return None
    values = [_of(row, objective) for row in test]
    known = [it for it in values if isfinite(it)]
    return Verdict(
        fold,
        train[place].values,
        _of(train[place], objective),
        values[place],
        median(known) if known else nan,
        _place(values, place, least),
    )


def _place(values: Sequence[float], place: int, least: bool) -> float:
    """The part of the others that one beats; an equal counts half."""
    own = values[place]
    others = [it for at, it in enumerate(values) if at != place and isfinite(it)]
    if not others or not isfinite(own):
        return nan
    beaten = sum((it > own) if least else (it < own) for it in others)
    return (beaten + sum(it == own for it in others) / 2) / len(others)


def _of(row: Row, objective: str) -> float:
    return row.figures.get(objective, nan)
