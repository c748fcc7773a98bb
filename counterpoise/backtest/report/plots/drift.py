"""How far the vault was from its target, and how far it may be."""

from __future__ import annotations

import plotly.graph_objects as go

from counterpoise.backtest.prices import ONE
from counterpoise.backtest.report.colours import INK, hue
from counterpoise.backtest.report.plots.frame import dates, figure, line
from counterpoise.backtest.report.series import drift
from counterpoise.backtest.report.story import Band, Story


def drift_plot(story: Story) -> go.Figure:
    """The largest distance of any asset from its target."""
    axis = {"title": {"text": "points from target"}, "hoverformat": ".2f", "rangemode": "tozero"}
    drawn, series = figure(320, xaxis=dates(story), yaxis=axis), drift(story.vault.course)
    drawn.add_trace(line(series, "drift", hue(0)))
    if story.band is not None:
        _edges(drawn, story.band)
    return drawn


def _edges(drawn: go.Figure, band: Band) -> None:
    """The two widths, each told in the legend: a word at the line would hide what is behind it."""
    for name, width, shape in (("outer", band.outer, "dash"), ("inner", band.inner, "dot")):
        half = 100 * width / ONE
        style = {"color": INK[0], "dash": shape, "width": 1.5}
        drawn.add_hline(y=half, line=style, name=f"{name} band, {half:g}", showlegend=True)
