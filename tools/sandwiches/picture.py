"""One picture: a panel a fee, what is lost by the size of the order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")  # Before pyplot: no screen is needed.

import matplotlib.pyplot as plt
from matplotlib.ticker import FuncFormatter

from counterpoise.math.fixed_point import ONE
from tools.sandwiches.measure import Row

PANEL, RESOLUTION = (3.6, 3.4), 110  # inches, dots an inch
OPEN, KEPT, BOUND = "#c92a2a", "#3b5bdb", "#868e96"
LINES = (
    ("no floor, attacked", "open_attacked", OPEN, "-"),
    ("no floor, alone", "open_alone", OPEN, ":"),
    ("floor of the oracle, attacked", "kept_attacked", KEPT, "-"),
    ("floor of the oracle, alone", "kept_alone", KEPT, ":"),
    ("its bound", "bound", BOUND, "--"),
)


def draw(rows: Sequence[Row], file: Path) -> None:
    """All the rows, in D18{1}; both scales are logarithmic."""
    fees = sorted({row.fee for row in rows})
    size = (len(fees) * PANEL[0], PANEL[1] + 0.6)
    figure, plots = plt.subplots(
        1, len(fees), sharey=True, squeeze=False, figsize=size, layout="constrained"
    )
    for axes, fee in zip(plots.flat, fees, strict=True):
        panel(axes, [row for row in rows if row.fee == fee])
    plots[0][0].set_ylabel("lost, of what was sold (bp)", fontsize=9)
    handles, labels = plots[0][0].get_legend_handles_labels()
    middle = plots[0][len(fees) // 2]
    middle.set_xlabel("what was to be sold, of the pool's side", fontsize=9)
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False, fontsize=9)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=RESOLUTION)
    plt.close(figure)


def panel(axes: Any, rows: Sequence[Row]) -> None:
    """One fee."""
    sizes = [row.size / 10_000 for row in rows]
    for label, name, colour, style in LINES:
        lost = [getattr(row, name) * 10_000 / ONE for row in rows]
        axes.plot(sizes, lost, color=colour, linestyle=style, label=label)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_title(f"a pool of {rows[0].fee / 100:.2f} %", loc="left", fontsize=10)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda it, _: f"{it * 100:g} %"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda it, _: f"{it:,.0f}"))
    axes.grid(alpha=0.2)
    axes.tick_params(labelsize=8)
