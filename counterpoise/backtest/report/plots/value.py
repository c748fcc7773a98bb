"""What 100 USD became, in the vault and in each alternative, and who is ahead."""

from __future__ import annotations

import plotly.graph_objects as go

from counterpoise.backtest.report.colours import dash, hue
from counterpoise.backtest.report.plots.frame import dates, figure, line
from counterpoise.backtest.report.series import Series, ahead
from counterpoise.backtest.report.story import Story
from counterpoise.backtest.report.thin import buckets_for

WIDE, NARROW = 2.4, 1.3  # {px}: the vault, the others


def value(story: Story) -> go.Figure:
    """Two panels with one axis of time: 100 USD, and how far ahead of the first alternative."""
    grown = [row.growth for row in story.rows]
    drawn = figure(560 if story.others else 400, xaxis=dates(story), yaxis=_axis("USD", [0.4, 1]))
    buckets = buckets_for(2 * len(grown))
    for place, (row, series) in enumerate(zip(story.rows, grown, strict=True)):
        drawn.add_trace(_line(series, row.name, place, buckets, "y"))
        if story.others:
            drawn.add_trace(_line(ahead(series, grown[1]), row.name, place, buckets, "y2"))
    if story.others:
        drawn.update_layout(yaxis2=_axis("% ahead", [0, 0.34]), xaxis_anchor="y2")
    else:
        drawn.update_layout(yaxis_domain=[0, 1])
    return drawn


def _axis(title: str, domain: list[float]) -> dict[str, object]:
    return {"title": {"text": title}, "domain": domain, "hoverformat": ",.2f"}


def _line(series: Series, name: str, place: int, buckets: int, axis: str) -> go.Scatter:
    more = {"legendgroup": str(place), "showlegend": axis == "y", "yaxis": axis}
    width = NARROW if place else WIDE
    return line(series, name, hue(place), buckets, dash=dash(place), width=width, **more)
