"""One picture for each file: a panel a strategy, its share against holding, and what is at risk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")  # Before pyplot: no screen is needed.

import matplotlib.pyplot as plt
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from counterpoise.backtest.clock import clock
from tools.strategies.ways import Way

HELD = "buy and hold"
COLUMNS, PANEL, RESOLUTION = 3, (3.6, 2.3), 110  # inches, dots an inch
FAR = (1, 2, 5)  # by which a long scale is marked, and a short one
NEAR = (0.7, 0.8, 1, 1.2, 1.5, 2, 3, 5)
OWN, HOLD, FLOOR, RISKY = "#3b5bdb", "#868e96", "#c92a2a", "#ffd8a8"


def draw(name: str, ways: Mapping[str, Way], file: Path) -> None:
    """Every strategy of one file but holding, which is in each panel."""
    shown = [it for it in ways if it != HELD]
    lines = -(-len(shown) // COLUMNS)
    size = (COLUMNS * PANEL[0], lines * PANEL[1] + 0.8)
    figure, plots = plt.subplots(
        lines, COLUMNS, sharex=True, sharey=True, squeeze=False, figsize=size, layout="constrained"
    )
    for axes, it in zip(plots.flat, shown, strict=False):
        panel(axes, it, ways[it], ways[HELD])
    for axes in plots.flat[len(shown) :]:
        axes.set_visible(False)
    for axes in plots.flat[len(shown) - COLUMNS : len(shown)]:
        axes.tick_params(labelbottom=True)
    _finish(figure, plots, name, file)


def panel(axes: Any, name: str, way: Way, held: Way) -> None:
    """One strategy; the shade is the part at risk, on the right-hand scale from 0 to 1."""
    times = [clock(it) for it in way.times]
    under = axes.twinx()
    under.fill_between(times, way.risky, color=RISKY, linewidth=0, label="part at risk")
    under.set_ylim(0, 1)
    under.set_yticks([])
    axes.set_zorder(under.get_zorder() + 1)
    axes.patch.set_visible(False)
    axes.plot(times, held.prices, color=HOLD, linewidth=0.8, label=HELD)
    axes.plot(times, way.prices, color=OWN, linewidth=1.3, label="the strategy")
    if any(way.floors):
        axes.plot(times, way.floors, color=FLOOR, linewidth=1, linestyle="--", label="its floor")
    axes.set_yscale("log")
    axes.set_title(name, loc="left", fontsize=10)
    axes.margins(x=0)


def _finish(figure: Any, plots: Any, name: str, file: Path) -> None:
    for axes in plots.flat:
        locator = AutoDateLocator(minticks=3, maxticks=5)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
        low, high = axes.get_ylim()
        axes.yaxis.set_major_locator(LogLocator(subs=FAR if high > 5 * low else NEAR))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda it, _: f"{it:g}"))
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.tick_params(labelsize=8)
    figure.supylabel("USD a share", fontsize=9)
    figure.suptitle(f"{name}: a share of each strategy; shaded, the part at risk from 0 to 100 %")
    figure.legend(handles=_handles(figure), loc="outside lower center", ncols=4, frameon=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=RESOLUTION)
    plt.close(figure)


def _handles(figure: Any) -> list[Any]:
    """One of each kind, whichever panel has it."""
    rows = (axes.get_legend_handles_labels() for axes in figure.axes)
    every = {label: handle for handles, labels in rows for handle, label in zip(handles, labels)}
    return list(every.values())
