"""One HTML file that needs nothing else: the plots' library and all that they show are in it."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from jinja2 import Environment, PackageLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from counterpoise.backtest.report import colours
from counterpoise.backtest.report.cautions import cautions
from counterpoise.backtest.report.columns import column, dollars, shown
from counterpoise.backtest.report.plots.cost import cost
from counterpoise.backtest.report.plots.differences import differences
from counterpoise.backtest.report.plots.drawdown import drawdown
from counterpoise.backtest.report.plots.drift import drift_plot
from counterpoise.backtest.report.plots.value import value
from counterpoise.backtest.report.plots.waterfall import waterfall
from counterpoise.backtest.report.plots.weights import weights_plot
from counterpoise.backtest.report.sentences import bounds, judged, sentences, waits
from counterpoise.backtest.report.story import Difference, Run, Story
from counterpoise.backtest.report.thin import BUCKETS

PLOTS: dict[str, Callable[[Story], go.Figure | None]] = {
    "value": value,
    "drawdown": drawdown,
    "weights": weights_plot,
    "drift": drift_plot,
    "cost": cost,
    "waterfall": waterfall,
    "differences": differences,
}


def write(story: Story, file: Path) -> None:
    """The page of a story, in a file whose folder is made where it is not there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page(story), encoding="utf-8")


def page(story: Story) -> str:
    """The page as text; the same story gives the same page."""
    drawn = {name: plot(story) for name, plot in PLOTS.items()}
    there = {name: figure for name, figure in drawn.items() if figure is not None}
    text: str = _template().render(
        story=story,
        sentences=sentences(story),
        figures=story.figures,
        differences=[_difference(it) for it in story.differences],
        waits=_waits(story),
        cautions=cautions(story),
        buckets=BUCKETS,
        drawn=set(there),
        plots=_json(there),
        colours={"dark": colours.DARK, "paper": colours.PAPER, "ink": colours.INK},
        plotly=get_plotlyjs(),
    )
    return text


def _template() -> Any:
    loader = PackageLoader("counterpoise.backtest.report", "page")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.globals.update(column=column, shown=shown, number=number, dollars=dollars)
    return made.get_template("page.html")


def _json(figures: dict[str, go.Figure]) -> str:
    """The plots by their names. Plotly escapes each `<`, so that none can end the script."""
    return "{" + ",".join(f'"{name}":{it.to_json()}' for name, it in figures.items()) + "}"


def number(row: Run, name: str) -> str:
    """What a table sorts by: the figure as it was given, or nothing."""
    given = row.figures.get(name)
    return "" if given is None or not math.isfinite(given) else repr(float(given))


def _difference(it: Difference) -> dict[str, str]:
    low, estimate, high = map(column(it.figure).difference, bounds(it))
    return {
        "of": f"{it.one} − {it.other}",
        "figure": column(it.figure).head,
        "low": low,
        "estimate": estimate,
        "high": high,
        "level": f"{it.interval.level:.0%}",
        "said": judged(it),
    }


def _waits(story: Story) -> list[tuple[str, int, float]]:
    """Each reason, how often, and its part of all prices."""
    course = story.vault.course
    return [(reason, times, times / len(course.steps)) for reason, times in waits(course)]
