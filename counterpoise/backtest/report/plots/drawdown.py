"""How far below their highest the vault and each alternative were."""

from __future__ import annotations

import plotly.graph_objects as go

from counterpoise.backtest.report.colours import dash, hue
from counterpoise.backtest.report.plots.frame import dates, figure, line
from counterpoise.backtest.report.plots.value import NARROW, WIDE
from counterpoise.backtest.report.series import fall
from counterpoise.backtest.report.story import Story
from counterpoise.backtest.report.thin import buckets_for

AT_ONCE = 2  # lines: more of them hide each other; the others come by a click


def drawdown(story: Story) -> go.Figure:
    """Percent below the peak so far."""
    axis = {"title": {"text": "% below the peak"}, "hoverformat": ".2f"}
    drawn, buckets = figure(380, xaxis=dates(story), yaxis=axis), buckets_for(len(story.rows))
    for place, row in enumerate(story.rows):
        style = {"dash": dash(place), "width": NARROW if place else WIDE}
        style["visible"] = True if place < AT_ONCE else "legendonly"
        drawn.add_trace(line(fall(row.growth), row.name, hue(place), buckets, **style))
    return drawn
