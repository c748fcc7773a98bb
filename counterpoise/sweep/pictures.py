"""Pictures of a surface: for each pair of keys a map of it, and slices through it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")  # Before pyplot: no screen is needed.

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.colors import Colormap, Normalize, TwoSlopeNorm

from counterpoise.sweep.surface import plane, slices

SIZE, RESOLUTION = (12.0, 5.2), 130  # inches, dots an inch
GREY = "#495057"
MOST_NUMBERS = 120  # Beyond so many cells the numbers in them would overlap.
MOST_TICKS = 10  # on an axis
MOST_LINES = 7  # Of more values the lines are every so many.


def draw(cells: pd.DataFrame, keys: Sequence[str], name: str, folder: Path) -> list[Path]:
    """A PNG for each pair of these keys, or for the only one. Returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    if len(keys) == 1:
        return [_single(cells, keys[0], name, folder / f"{name}.{keys[0]}.png")]
    return [
        _pair(cells, across, up, name, folder / f"{name}.{across}.{up}.png")
        for across, up in itertools.combinations(keys, 2)
    ]


def _single(cells: pd.DataFrame, key: str, name: str, file: Path) -> Path:
    figure, axes = plt.subplots(figsize=(SIZE[0] / 2, SIZE[1]), layout="constrained")
    _spread(axes, cells, key, name)
    axes.legend(framealpha=0.8, edgecolor="none")
    return _finish(figure, cells, name, file)


def _pair(cells: pd.DataFrame, across: str, up: str, name: str, file: Path) -> Path:
    figure, (left, right) = plt.subplots(1, 2, figsize=SIZE, layout="constrained")
    grid = plane(cells, across, up, name)
    _map(figure, left, grid, name)
    _spread(right, cells, across, name)
    _lines(right, grid)
    right.legend(fontsize=8, framealpha=0.8, edgecolor="none")
    return _finish(figure, cells, name, file)


def _map(figure: Any, axes: Any, grid: pd.DataFrame, name: str) -> None:
    scale, colours = _colours(grid)
    image = axes.imshow(grid, origin="lower", aspect="auto", cmap=colours, norm=scale)
    axes.set_facecolor("#dee2e6")  # What no trial has seen.
    _ticks(axes.xaxis, list(grid.columns))
    _ticks(axes.yaxis, list(grid.index))
    axes.set_xlabel(str(grid.columns.name))
    axes.set_ylabel(str(grid.index.name))
    axes.set_title("median over all other keys", fontsize=9)
    figure.colorbar(image, ax=axes, label=name)
    if grid.size <= MOST_NUMBERS:
        _numbers(axes, grid, scale, colours)


def _colours(grid: pd.DataFrame) -> tuple[Normalize, Colormap]:
    """White at nothing where the surface crosses it; otherwise from dark to bright."""
    low, high = float(grid.min().min()), float(grid.max().max())
    if low < 0 < high:
        most = max(-low, high)
        return TwoSlopeNorm(0, -most, most), matplotlib.colormaps["RdBu"]
    return Normalize(low, high), matplotlib.colormaps["viridis"]


def _numbers(axes: Any, grid: pd.DataFrame, scale: Normalize, colours: Colormap) -> None:
    size = 9 if grid.size <= 40 else 6
    for (row, column), value in zip(
        itertools.product(range(grid.shape[0]), range(grid.shape[1])), grid.to_numpy().flat
    ):
        if value == value:
            red, green, blue, _ = colours(scale(value))
            dark = 0.3 * red + 0.59 * green + 0.11 * blue < 0.5
            style = {"ha": "center", "va": "center", "fontsize": size}
            axes.text(column, row, f"{value:.2g}", color="white" if dark else "black", **style)


def _spread(axes: Any, cells: pd.DataFrame, key: str, name: str) -> None:
    """Where nine in ten of all cells lie at each value of the key, and their middle."""
    spread = slices(cells, key, name)
    places = range(len(spread))
    shade = {"color": GREY, "alpha": 0.12, "linewidth": 0}
    axes.fill_between(places, spread[0.05], spread[0.95], label="5 to 95 % of cells", **shade)
    axes.plot(places, spread[0.5], color=GREY, marker=".", linestyle="--", label="median of cells")
    if axes.get_ylim()[0] < 0 < axes.get_ylim()[1]:
        axes.axhline(0, color=GREY, linewidth=0.8)
    _ticks(axes.xaxis, list(spread.index))
    axes.set_xlabel(key)
    axes.set_ylabel(name)
    axes.grid(alpha=0.25)


def _lines(axes: Any, grid: pd.DataFrame) -> None:
    """A slice for each value of the other key, or for some of many."""
    chosen = _some(len(grid.index), MOST_LINES)
    shades = matplotlib.colormaps["plasma"]
    for place in chosen:
        colour = shades(0.9 * place / max(len(grid.index) - 1, 1))
        style = {"color": colour, "linewidth": 1.3, "marker": "o", "markersize": 3}
        label = f"{grid.index.name} {_word(grid.index[place])}"
        axes.plot(range(grid.shape[1]), grid.iloc[place], label=label, **style)


def _ticks(axis: Any, values: list[Any]) -> None:
    """Each value is as far from the next as any other, whatever it is."""
    places = _some(len(values), MOST_TICKS)
    axis.set_ticks(places, [_word(values[place]) for place in places])


def _some(count: int, most: int) -> list[int]:
    """Some places of many, the first and the last among them."""
    if count <= most:
        return list(range(count))
    return [round(k * (count - 1) / (most - 1)) for k in range(most)]


def _word(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _finish(figure: Any, cells: pd.DataFrame, name: str, file: Path) -> Path:
    figure.suptitle(f"{name} of {len(cells)} trials")
    figure.savefig(file, dpi=RESOLUTION)
    plt.close(figure)
    return file
