"""Each asset's weight, with its target, its band, and a mark for each rebalance."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import plotly.graph_objects as go

from counterpoise.backtest.prices import ONE
from counterpoise.backtest.report.colours import INK, INNER, OUTER, hue
from counterpoise.backtest.report.plots.frame import SECOND, dates, figure, line
from counterpoise.backtest.report.series import Series, rebalances, runs, targets, weights
from counterpoise.backtest.report.story import Story
from counterpoise.backtest.report.thin import buckets_for

PANEL, GAP = 190, 0.12  # {px} high each; part of a panel between two
LINES = 6  # of each asset: its weight, its target, two edges of two bands
MARKS = 300  # the most that are drawn, spread evenly: more would be a wall


def weights_plot(story: Story) -> go.Figure:
    """One panel an asset, over one axis of time."""
    course = story.vault.course
    count = len(course.symbols)
    drawn = figure(PANEL * count + 80, xaxis=dates(story, anchor=_axis("y", count - 1)))
    pairs = zip(course.symbols, weights(course), targets(course), strict=True)
    for place, (symbol, weight, target) in enumerate(pairs):
        drawn.add_traces(_panel(story, place, weight, runs(target), buckets_for(LINES * count)))
        domain = [1 - (place + 1 - (GAP if place < count - 1 else 0)) / count, 1 - place / count]
        title = {"text": f"{html.escape(symbol)}, %"}
        shape = {"title": title, "domain": [max(domain[0], 0), domain[1]], "hoverformat": ".2f"}
        drawn.update_layout({_axis("yaxis", place): shape})
    return drawn


def _axis(word: str, place: int) -> str:
    """Plotly's name of an axis: y, y2, y3."""
    return f"{word}{place + 1}" if place else word


def _panel(
    story: Story, place: int, weight: Series, target: Series, buckets: int
) -> list[go.Scatter]:
    more = {"yaxis": _axis("y", place), "showlegend": place == 0}
    goal = line(target, "target", INK[0], buckets, dash="dot", width=1, **_group("target", more))
    now = line(weight, "weight", hue(0), buckets, **_group("weight", more))
    return [*_bands(story, target, buckets, more), goal, now, _marks(story, weight, more)]


def _group(name: str, more: dict[str, Any]) -> dict[str, Any]:
    """What stands once in the legend for all panels."""
    return more | {"legendgroup": name}


def _bands(story: Story, target: Series, buckets: int, more: dict[str, Any]) -> list[go.Scatter]:
    if story.band is None:
        return []
    sides = (("outer", story.band.outer, OUTER), ("inner", story.band.inner, INNER))
    return [it for side in sides for it in _band(*side, target, buckets, more)]


def _band(
    name: str,
    width: int,
    colour: tuple[str, str],
    target: Series,
    buckets: int,
    more: dict[str, Any],
) -> list[go.Scatter]:
    """Its lower edge, which is not seen, and its upper one, filled down to it."""
    half, shared = 100 * width / ONE, _group(name, more) | {"hoverinfo": "skip", "width": 0}
    low, high = (Series(target.times, target.values + edge) for edge in (-half, half))
    below = line(low, name, colour[0], buckets, **shared | {"showlegend": False})
    filled = {"fill": "tonexty", "fillcolor": colour[0]}
    return [below, line(high, f"{name} band ±{half:g}%", colour[0], buckets, **shared, **filled)]


def _marks(story: Story, weight: Series, more: dict[str, Any]) -> go.Scatter:
    """Where rebalances led; of very many, some."""
    places = rebalances(story.vault.course)
    spread = np.unique(np.linspace(0, len(places) - 1, min(MARKS, len(places))).astype(int))
    shown = places[spread]
    return go.Scatter(
        x=weight.times[shown] * SECOND,
        y=weight.values[shown],
        name="after a rebalance",
        mode="markers",
        marker={"color": hue(1), "size": 6, "symbol": "triangle-down"},
        hoverinfo="skip",
        **_group("marks", more),
    )
