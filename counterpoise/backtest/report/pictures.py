"""The main plots of a report as PNGs, for pages that cannot draw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")  # Before pyplot: no screen is needed.

import matplotlib.pyplot as plt
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

from counterpoise.backtest.clock import clock
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.report.colours import GAIN, INK, LOSS, PAPER, SOFT, dash, hue
from counterpoise.backtest.report.columns import column, dollars
from counterpoise.backtest.report.sentences import bounds
from counterpoise.backtest.report.series import Series, ahead, drift, fall
from counterpoise.backtest.report.story import Attribution, Difference, Story
from counterpoise.backtest.report.thin import thin

SIZE, RESOLUTION = (10.0, 5.6), 130  # inches, dots an inch
LINE = 0.42  # inches a bar or a difference
STROKES = {"solid": "-", "dash": "--", "dot": ":", "dashdot": "-."}


def write(story: Story, folder: Path) -> list[Path]:
    """value.png, drawdown.png, drift.png, and the others where there is something in them."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn: dict[str, Callable[[], Any]] = {
        "value": lambda: value(story),
        "drawdown": lambda: drawdown(story),
        "drift": lambda: drifted(story),
    }
    if story.attribution:
        told = story.attribution
        drawn["attribution"] = lambda: attribution(told)
    if story.differences:
        drawn["differences"] = lambda: differences(story.differences)
    return [_saved(draw(), folder / f"{name}.png") for name, draw in drawn.items()]


def value(story: Story) -> Any:
    """What 100 USD became, and below it how far ahead of the first alternative each run is."""
    grown = [row.growth for row in story.rows]
    shape: dict[str, Any] = {
        "height_ratios": (2, 1),
        "sharex": True,
        "figsize": SIZE,
        "layout": "constrained",
    }
    figure, (upper, lower) = plt.subplots(2, 1, **shape)
    for place, (row, series) in enumerate(zip(story.rows, grown, strict=True)):
        _line(upper, series, place, row.name)
        _line(lower, ahead(series, grown[min(1, len(grown) - 1)]), place, row.name)
    upper.set_ylabel("USD, of 100 at the start")
    lower.set_ylabel(f"% ahead of {_plain(story.rows[min(1, len(grown) - 1)].name)}")
    _legend(figure, upper)
    return _timed(figure, upper, lower)


def drawdown(story: Story) -> Any:
    """How far below its highest the vault and the first alternative were."""
    figure, axes = plt.subplots(figsize=(SIZE[0], 3.6), layout="constrained")
    for place, row in enumerate(story.rows[:2]):
        _line(axes, fall(row.growth), place, row.name)
    axes.set_ylabel("% below the peak")
    _legend(figure, axes)
    return _timed(figure, axes)


def drifted(story: Story) -> Any:
    """The largest distance of any asset from its target, with the band."""
    figure, axes = plt.subplots(figsize=(SIZE[0], 3.2), layout="constrained")
    _line(axes, drift(story.vault.course), 0, "drift")
    for name in ("outer", "inner") if story.band else ():
        width = 100 * getattr(story.band, name) / ONE
        style = "--" if name == "outer" else ":"
        axes.axhline(width, color=INK[0], linestyle=style, linewidth=1, label=f"{name} band")
    axes.set_ylabel("points from target")
    _legend(figure, axes)
    return _timed(figure, axes)


def attribution(told: Attribution) -> Any:
    """From the value at the start to that at the end, one bar a part."""
    bars = [("start", 0, told.start, SOFT[0])]
    level = told.start
    for part in told.parts:
        colour = GAIN if part.amount >= 0 else LOSS
        bars.append((part.name, level, part.amount, colour[0]))
        level += part.amount
    bars.append(("end", 0, told.end, SOFT[0]))
    figure, axes = plt.subplots(figsize=(SIZE[0], LINE * len(bars) + 1), layout="constrained")
    names = [f"{_plain(name)}\n{dollars(amount)}" for name, _, amount, _ in bars]
    lefts, widths = [bar[1] / ONE for bar in bars], [bar[2] / ONE for bar in bars]
    axes.barh(range(len(bars)), widths, left=lefts, color=[bar[3] for bar in bars])
    _rows(axes, names, "USD")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    return figure


def differences(told: tuple[Difference, ...]) -> Any:
    """Each with its interval, those of the first one's figure; full where it does not hold 0."""
    alike = [it for it in told if it.figure == told[0].figure]
    figure, axes = plt.subplots(figsize=(SIZE[0], LINE * len(alike) + 1), layout="constrained")
    kind = column(told[0].figure)
    for place, it in enumerate(alike):
        low, estimate, high = (kind.scale * bound for bound in bounds(it))
        colour = {1: GAIN, -1: LOSS, 0: INK}[it.verdict][0]
        face = colour if it.verdict else PAPER[0]
        axes.plot([low, high], [place, place], color=colour, linewidth=1.6)
        axes.plot(estimate, place, "o", color=colour, markerfacecolor=face)
    axes.axvline(0, color=INK[0], linestyle=":", linewidth=1)
    unit = ", points" if kind.scale == 100 else ""
    _rows(axes, [_plain(f"{it.one} − {it.other}") for it in alike], kind.head + unit)
    return figure


def _rows(axes: Any, names: list[str], unit: str) -> None:
    """The names from above, one a line."""
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlabel(unit)
    axes.grid(alpha=0.25, axis="x")


def _line(axes: Any, series: Series, place: int, name: str) -> None:
    shown = thin(series)
    times = [clock(int(time)) for time in shown.times]
    style = {"color": hue(place), "linestyle": STROKES[dash(place)]}
    width = 1.1 if place else 1.8
    axes.plot(times, shown.values, label=_plain(name), linewidth=width, **style)


def _plain(name: str) -> str:
    """A name as it is: matplotlib reads dollars as mathematics, and hides what starts with `_`."""
    return (" " if name.startswith("_") else "") + name.replace("$", r"\$")


def _legend(figure: Any, axes: Any) -> None:
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=4, frameon=False)


def _timed(figure: Any, *panels: Any) -> Any:
    locator = AutoDateLocator(minticks=4, maxticks=10)  # type: ignore[no-untyped-call]
    form = ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
    panels[-1].xaxis.set_major_locator(locator)
    panels[-1].xaxis.set_major_formatter(form)
    panels[-1].set_xlabel("time, UTC")
    for axes in panels:
        axes.grid(alpha=0.25)
        axes.margins(x=0.01)
    return figure


def _saved(figure: Any, file: Path) -> Path:
    figure.savefig(file, dpi=RESOLUTION)
    plt.close(figure)
    return file
