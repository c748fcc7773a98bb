"""What a sweep shows on the screen, in at most 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from statistics import fmean

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.table import Table

from counterpoise.sweep.forward import Verdict
from counterpoise.sweep.rows import Row
from counterpoise.sweep.surface import quantiles, slices, sway
from counterpoise.sweep.vary import Value

MOST_VALUES = 12  # Of a key with more only the first and the last are shown.
MOST_ERRORS = 5


def spread(cells: pd.DataFrame, names: Sequence[str]) -> Table:
    """Quantiles of each figure over all cells."""
    table = _table(f"All {len(cells)} trials")
    table.add_column("", overflow="fold", min_width=14)
    for head in ("least", "5 %", "25 %", "median", "75 %", "95 %", "most"):
        table.add_column(head, justify="right", no_wrap=True)
    found = quantiles(cells, names)
    for name in names:
        table.add_row(name, *map(_number, found[name]))
    return table


def by_key(cells: pd.DataFrame, keys: Sequence[str], name: str) -> Table:
    """For each value of each key, the figure over all others; and how much the key explains."""
    table = _table(f"{name}, by each key over all values of the others")
    table.add_column("", overflow="fold")
    for head in ("value", "5 %", "median", "95 %", "explains"):
        table.add_column(head, justify="right", no_wrap=True)
    for key in keys:
        found = slices(cells, key, name)
        shown = _ends(list(found.index))
        for place, value in enumerate(shown):
            first = (key, f"{100 * sway(cells, key, name):.0f} %") if place == 0 else ("", "")
            numbers = ["⋮"] * 3 if value is None else list(map(_number, found.loc[value]))
            table.add_row(first[0], _word(value), *numbers, first[1])
    return table


def _ends(values: list[Value]) -> list[Value | None]:
    """All, or the first and the last; None is a gap."""
    if len(values) <= MOST_VALUES:
        return [*values]
    half = MOST_VALUES // 2
    return [*values[:half], None, *values[-half:]]


def forward(verdicts: Sequence[Verdict], keys: Sequence[str], objective: str) -> Table:
    """A line for each fold."""
    table = _table(f"Walk-forward: {objective} where it was chosen, and where it was judged")
    table.add_column("judged from", no_wrap=True)
    table.add_column("chosen:\n" + "\n".join(keys), overflow="fold")
    for head in ("in\nsample", "out of\nsample", "median\nof all", "beats\nof all"):
        table.add_column(head, justify="right", no_wrap=True)
    for it in verdicts:
        figures = map(_number, (it.inside, it.outside, it.middle))
        chosen = ", ".join(_word(it.chosen[key]) for key in keys)
        table.add_row(f"{it.fold.test.start:%Y-%m-%d}", chosen, *figures, f"{it.place:.0%}")
    return table


def lesson(verdicts: Sequence[Verdict]) -> str:
    """What choosing was worth, in a sentence; folds that cannot be judged are left out."""
    judged = [it for it in verdicts if isfinite(it.outside) and isfinite(it.place)]
    if not judged:
        return "No fold can be judged."
    columns = zip(*((it.inside, it.outside, it.middle, it.place) for it in judged))
    inside, outside, middle, place = map(fmean, columns)
    return (
        f"Chosen in {len(judged)} windows: {_number(inside)} in sample on average, and "
        f"{_number(outside)} out of sample, where the median of all cells came to "
        f"{_number(middle)}; the chosen cell beat {place:.0%} of the others there "
        "(50% is chance)."
    )


def errors(rows: Iterable[Row]) -> Table:
    """What ended trials before their end, the first of each."""
    table = _table("Trials that failed")
    table.add_column("times", justify="right")
    table.add_column("error", overflow="fold")
    counts: dict[str, int] = {}
    for row in rows:
        if row.error:
            counts[row.error] = counts.get(row.error, 0) + 1
    most = sorted(counts.items(), key=lambda it: (-it[1], it[0]))[:MOST_ERRORS]
    for error, times in most:
        table.add_row(f"{times}", error)
    return table


def _table(title: str) -> Table:
    style = {"title_justify": "left", "box": SIMPLE_HEAD, "pad_edge": False}
    return Table(title=title, padding=(0, 1, 0, 0), **style)  # type: ignore[arg-type]


def _number(value: float) -> str:
    """Three digits that count, or two where three are wider than eight columns."""
    text = f"{value:.3g}"
    return text if len(text) <= 8 else f"{value:.2g}"


def _word(value: Value | None) -> str:
    if value is None:
        return "⋮"
    return value if isinstance(value, str) else f"{value:g}"
