"""The pictures: one hour of a herd minute by minute, and herds of every size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")  # Before pyplot: no screen is needed.

import matplotlib.pyplot as plt

from counterpoise.backtest.herd.play import BLOCK
from counterpoise.backtest.herd.wake import Wake
from counterpoise.math.fixed_point import ONE
from tools.herding.page import WORDS
from tools.herding.scenes import SIZES, Row

SHOWN = {0: "one moment for all", 300: "five minutes", 1_800: "half an hour"}
COLOURS = {0: "#c92a2a", 300: "#f08c00", 1_800: "#3b5bdb"}
LINES = {"together": "#c92a2a", "salts": "#f08c00", "slices": "#2b8a3e", "both": "#3b5bdb"}
SIZE, RESOLUTION = (8.0, 3.2), 110  # inches, dots an inch


def draw_hour(courses: Mapping[int, Wake], file: Path) -> None:
    """How far the pool is below the price, minute by minute."""
    figure, axes = plt.subplots(figsize=SIZE, layout="constrained")
    for window, label in SHOWN.items():
        impact = [100 * it / ONE for it in courses[window].impact]
        minutes = [k * BLOCK / 60 for k in range(len(impact))]
        axes.plot(minutes, impact, color=COLOURS[window], linewidth=1.3, label=label)
    axes.set_xlabel("minutes into the slot")
    axes.set_ylabel("pool below the price, %")
    axes.margins(x=0)
    axes.set_ylim(bottom=0)
    axes.legend(title="moments within", frameon=False)
    figure.savefig(file, dpi=RESOLUTION)
    plt.close(figure)


def draw_sizes(rows: Sequence[Row], file: Path) -> None:
    """Peak, and what each vault loses, against the number of vaults."""
    told = {"peak": "pool off the price, %", "loss": "lost by each vault, bps"}
    figure, plots = plt.subplots(1, len(told), figsize=SIZE, layout="constrained")
    for axes, (key, label) in zip(plots, told.items(), strict=True):
        for manner, colour in LINES.items():
            line = [float(it[key]) for it in rows if it["manner"] == manner]
            axes.plot(SIZES, line, color=colour, marker="o", markersize=3, label=WORDS[manner])
        axes.set_xscale("log", base=2)
        axes.set_xticks(SIZES, [str(it) for it in SIZES])
        axes.set_xlabel("vaults")
        axes.set_ylabel(label)
        axes.set_ylim(bottom=0)
    plots[0].legend(frameon=False)
    figure.savefig(file, dpi=RESOLUTION)
    plt.close(figure)
