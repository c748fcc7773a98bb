"""All cells of a sweep at once: how they are spread, and which key spreads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from counterpoise.sweep.rows import Row

PARTS = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)  # of all cells, that are no higher
BAND = (0.05, 0.5, 0.95)  # the same, of those at one value of a key


def frame(rows: Iterable[Row], keys: Sequence[str]) -> pd.DataFrame:
    """A line for each trial that came to an end: its values of the keys, and its figures."""
    done = [row for row in rows if row.error is None]
    values = [{key: row.values[key] for key in keys} | dict(row.figures) for row in done]
    cells: pd.DataFrame = pd.DataFrame(values)
    return cells


def varied(cells: pd.DataFrame, keys: Sequence[str]) -> list[str]:
    """The keys that are not the same in all cells."""
    return [key for key in keys if cells[key].nunique() > 1]


def quantiles(cells: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """A column for each figure, a line for each of `PARTS`."""
    found: pd.DataFrame = cells[list(names)].quantile(list(PARTS))
    return found


def share(cells: pd.DataFrame, name: str) -> float:
    """The part of all cells where a figure is above nothing."""
    return float((cells[name] > 0).mean())


def slices(cells: pd.DataFrame, key: str, name: str) -> pd.DataFrame:
    """For each value of a key, over all of the others: the figure at 5, 50 and 95 per cent."""
    return cells.groupby(key)[name].quantile(np.array(BAND)).unstack()


def sway(cells: pd.DataFrame, key: str, name: str) -> float:
    """How much of a figure's variance a key explains by itself: 0 nothing, 1 all.

    The correlation ratio: the variance of the means at each value over that of all cells.
    """
    whole = float(cells[name].var(ddof=0))
    means = cells.groupby(key)[name].transform("mean")
    return float(means.var(ddof=0)) / whole if whole > 0 else 0.0


def plane(cells: pd.DataFrame, across: str, up: str, name: str) -> pd.DataFrame:
    """The figure for each pair of values, the median over all other keys; empty where none was."""
    found: pd.DataFrame = cells.pivot_table(name, up, across, aggfunc="median")
    return found
