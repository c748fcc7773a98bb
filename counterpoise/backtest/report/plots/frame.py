"""What all plots share: their axes, their lines, and where a legend goes."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import plotly.graph_objects as go

from counterpoise.backtest.report.colours import GRID, INK, SOFT
from counterpoise.backtest.report.series import Series
from counterpoise.backtest.report.story import Story
from counterpoise.backtest.report.thin import BUCKETS, thin

STANDOFF = 12  # {px} between an axis's numbers and its title
SECOND = 1000.0  # {ms}: a date axis counts milliseconds


def figure(height: int, **layout: Any) -> go.Figure:
    """An empty plot, so many pixels high; its legend above it, so that it never covers a line."""
    lines = {"gridcolor": GRID[0], "linecolor": GRID[0], "zerolinecolor": GRID[0]}
    axis = {**lines, "automargin": True, "title": {"standoff": STANDOFF}}
    shared: dict[str, Any] = {
        "template": {"layout": {"xaxis": axis, "yaxis": axis}},
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "autoexpand": True},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": INK[0], "size": 13},
        "hovermode": "x unified",
        "dragmode": "zoom",
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": SOFT[0], "activecolor": INK[0]},
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
    }
    return go.Figure(layout=shared | layout)


def dates(story: Story, **more: Any) -> dict[str, Any]:
    """An axis of time, UTC, over all that the vault has seen."""
    steps = story.vault.course.steps
    ends = {"range": [steps[0].time * SECOND, steps[-1].time * SECOND]} if len(steps) > 1 else {}
    return {"type": "date", "hoverformat": "%d %b %Y %H:%M UTC", **ends, **more}


def line(series: Series, name: str, colour: str, buckets: int = BUCKETS, **more: Any) -> go.Scatter:
    """A line of at most so many buckets; its name is text, whatever is in it."""
    shown = thin(series, buckets)
    dash = more.pop("dash", "solid")
    width = more.pop("width", 1.5)
    return go.Scatter(
        x=shown.times * SECOND,
        y=shown.values.astype(np.float32),
        name=html.escape(name),
        mode="lines",
        line={"color": colour, "width": width, "dash": dash},
        **more,
    )
