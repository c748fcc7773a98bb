"""The picture: two crashes, each with the classes that held as coloured bands behind the price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")  # Before pyplot: no screen is needed.

import matplotlib.pyplot as plt
from matplotlib.dates import ConciseDateFormatter, HourLocator
from matplotlib.patches import Patch

from counterpoise.backtest.clock import clock
from counterpoise.types import MarketClass
from tools.market.crashes import CRASHES, Crash, seen
from tools.market.series import Series, every
from tools.market.watch import Sight

ASSET = "ETH"
SIZE, RESOLUTION = (10.0, 6.4), 110  # inches, dots an inch
COLOURS = {
    MarketClass.NORMAL: "#ffffff",
    MarketClass.SECONDARY_FAULT: "#ced4da",
    MarketClass.GENUINE_MOVE: "#a5d8ff",
    MarketClass.THIN: "#d8f5a2",
    MarketClass.CRISIS: "#ffa94d",
    MarketClass.DOUBT: "#ffe066",
}
STANDING = "#ff8787"  # Every class in which nothing is traded.
PERMITTED = {
    MarketClass.NORMAL: "all",
    MarketClass.SECONDARY_FAULT: "half",
    MarketClass.GENUINE_MOVE: "may shrink",
    MarketClass.THIN: "may shrink by half",
    MarketClass.CRISIS: "may shrink by half",
    MarketClass.DOUBT: "may shrink by half",
}


def draw(folder: Path, file: Path) -> None:
    """Both panels, from the price files of a folder."""
    figure, plots = plt.subplots(len(CRASHES), 1, figsize=SIZE, layout="constrained")
    shown: set[MarketClass] = set()
    for crash, axes in zip(CRASHES, plots, strict=True):
        series = next(it for it in every(folder, crash.file) if it.asset == ASSET)
        sights = seen(series, crash)
        shown |= panel(axes, crash, series, sights)
    handles = [patch(kind) for kind in sorted(shown)]
    figure.suptitle(f"{ASSET}: the class that held, by looks every five minutes")
    figure.legend(handles=handles, loc="outside lower center", ncols=4, frameon=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=RESOLUTION)
    plt.close(figure)


def panel(axes: Any, crash: Crash, series: Series, sights: Sequence[Sight]) -> set[MarketClass]:
    """One crash; the classes that it shows."""
    first, last = (series.place(it) for it in crash.shown)
    times = [clock(series.time(i)) for i in range(first, last + 1)]
    axes.plot(times, series.closes[first : last + 1], color="#212529", linewidth=1.2)
    for kind, start, end in bands(sights):
        axes.axvspan(clock(start), clock(end), color=colour(kind), linewidth=0)
    axes.set_title(crash.name, loc="left")
    axes.set_ylabel("USD")
    axes.margins(x=0)
    locator = HourLocator(byhour=range(0, 24, 6))  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    return {kind for kind, _, _ in bands(sights)}


def bands(sights: Sequence[Sight]) -> Iterator[tuple[MarketClass, int, int]]:
    """Each class that held, from when {s} until the look that found another."""
    runs = [list(run) for _, run in groupby(sights, key=lambda sight: sight.kind)]
    ends = [run[0].time for run in runs[1:]] + [runs[-1][-1].time]
    return ((run[0].kind, run[0].time, end) for run, end in zip(runs, ends, strict=True))


def colour(kind: MarketClass) -> str:
    """Of a band."""
    return COLOURS.get(kind, STANDING)


def patch(kind: MarketClass) -> Patch:
    """One entry of the legend."""
    words = kind.name.replace("_", " ").capitalize()
    label = f"{words}: {PERMITTED.get(kind, 'stands still')}"
    return Patch(facecolor=colour(kind), edgecolor="#868e96", linewidth=0.5, label=label)
