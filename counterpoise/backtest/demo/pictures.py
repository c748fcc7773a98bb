"""Two pictures of a run: its weights, and its value against hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")  # Before pyplot: no screen is needed.

import matplotlib.pyplot as plt
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

from counterpoise.backtest.clock import clock
from counterpoise.backtest.demo.record import Record
from counterpoise.backtest.prices import ONE

COLOURS = ("#3b5bdb", "#e8890c", "#2b8a3e", "#9c36b5", "#c92a2a") * 4  # for twenty assets
SIZE, RESOLUTION = (10.0, 5.6), 130  # inches, dots an inch


def weights(
    record: Record,
    symbols: Sequence[str],
    target: Sequence[float],
    bands: tuple[float, float],
    file: Path,
) -> None:
    """Weights over time, with the bands around each target and a tick for each rebalance."""
    size = SIZE[0], 2.3 * len(symbols)
    figure, plots = plt.subplots(len(symbols), 1, sharex=True, figsize=size, layout="constrained")
    for i, (symbol, goal, axes) in enumerate(zip(symbols, target, plots, strict=True)):
        _bands(axes, record, 100 * goal, bands)
        _weight(axes, record, symbol, i)
        _rebalances(axes, record, i)
    figure.suptitle("Weights, their bands, and the rebalances")
    handles, labels = plots[0].get_legend_handles_labels()
    labels[labels.index(f"{symbols[0]} weight")] = "weight"
    figure.legend(handles, labels, loc="outside lower center", ncols=5, frameon=False)
    _finish(figure, plots[-1], file)


def _weight(axes: Any, record: Record, symbol: str, i: int) -> None:
    series = [100 * sample.weights[i] / ONE for sample in record.samples]
    axes.plot(_times(record), series, color=COLOURS[i], linewidth=1.2, label=f"{symbol} weight")
    axes.set_ylabel(f"{symbol}, % of value")
    axes.margins(x=0.01)
    axes.grid(alpha=0.25)


def _bands(axes: Any, record: Record, goal: float, bands: tuple[float, float]) -> None:
    times = _times(record)
    for name, width, shade in zip(("outer", "inner"), bands, (0.10, 0.18), strict=True):
        low, high = goal - 100 * width, goal + 100 * width
        label = f"{name} band ±{100 * width:g} %"
        axes.fill_between(times, low, high, color="#495057", alpha=shade, linewidth=0, label=label)
    axes.axhline(goal, color="#495057", linewidth=0.8, linestyle="--", label="target")


def _rebalances(axes: Any, record: Record, i: int) -> None:
    times = [clock(deal.time) for deal in record.rebalances]
    ends = [100 * deal.after[i] / ONE for deal in record.rebalances]
    style = {"marker": "v", "markersize": 5, "linestyle": "none", "color": "#c92a2a"}
    axes.plot(times, ends, label="after a rebalance", **style)


def value(record: Record, file: Path) -> None:
    """The value of a share against hold of the same start, and the difference below it."""
    times = _times(record)
    vault = [sample.share_price / ONE for sample in record.samples]
    hold = [sample.hold_price / ONE for sample in record.samples]
    figure, (upper, lower) = plt.subplots(
        2, 1, sharex=True, figsize=SIZE, height_ratios=(3, 1), layout="constrained"
    )
    upper.plot(times, vault, color=COLOURS[0], linewidth=1.4, label="vault")
    upper.plot(times, hold, color=COLOURS[1], linewidth=1.2, label="hold of the same start")
    upper.set_ylabel("USD a share")
    upper.legend(frameon=False)
    ahead = [100 * (a / b - 1) for a, b in zip(vault, hold, strict=True)]
    lower.plot(times, ahead, color=COLOURS[2], linewidth=1.2)
    lower.axhline(0, color="#495057", linewidth=0.8)
    lower.set_ylabel("vault over hold, %")
    for axes in (upper, lower):
        axes.grid(alpha=0.25)
        axes.margins(x=0.01)
    figure.suptitle("Value of a share against buy-and-hold")
    _finish(figure, lower, file)


def _times(record: Record) -> list[datetime]:
    return [clock(sample.time) for sample in record.samples]


def _finish(figure: Any, axes: Any, file: Path) -> None:
    locator = AutoDateLocator(minticks=4, maxticks=10)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.set_xlabel("time, UTC")
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=RESOLUTION)
    plt.close(figure)
