"""What rebalancing has cost, as it added up."""

from __future__ import annotations

import plotly.graph_objects as go

from counterpoise.backtest.report.colours import dash, hue
from counterpoise.backtest.report.plots.frame import dates, figure, line
from counterpoise.backtest.report.series import Series, costs
from counterpoise.backtest.report.story import Story
from counterpoise.backtest.report.thin import buckets_for

STEPS = {"line_shape": "hv"}  # nothing is paid between two rebalances


def cost(story: Story) -> go.Figure | None:
    """Fees and price impact, {USD}, and below them the gas, {ETH}, where it had a price."""
    paid = costs(story.vault.course)
    if len(paid["fees"].times) == 2:  # its two ends: nothing in between
        return None
    gas = paid.pop("gas")
    has_gas = bool(gas.values[-1] > 0)
    drawn = figure(460 if has_gas else 360, xaxis=dates(story), yaxis=_axis("USD", [0.4, 1]))
    for place, (name, series) in enumerate(paid.items()):
        drawn.add_trace(_line(series, name, place, "y"))
    if has_gas:
        drawn.add_trace(_line(gas, "gas, by whoever sent it", len(paid), "y2"))
        drawn.update_layout(yaxis2=_axis("ETH", [0, 0.34]), xaxis_anchor="y2")
    else:
        drawn.update_layout(yaxis_domain=[0, 1])
    return drawn


def _axis(title: str, domain: list[float]) -> dict[str, object]:
    return {"title": {"text": title}, "domain": domain, "hoverformat": ",.4~f"}


def _line(series: Series, name: str, place: int, axis: str) -> go.Scatter:
    drawn = line(series, name, hue(place), buckets_for(3), dash=dash(place), yaxis=axis)
    return drawn.update(STEPS)
