"""Each difference with its interval, and the line at 0 that it holds or does not."""

from __future__ import annotations

import html
import math

import plotly.graph_objects as go

from counterpoise.backtest.report.colours import GAIN, INK, LOSS
from counterpoise.backtest.report.columns import column
from counterpoise.backtest.report.plots.frame import figure
from counterpoise.backtest.report.sentences import bounds, judged
from counterpoise.backtest.report.story import Difference, Story

BAR = 34  # {px} a difference
SYMBOLS = {1: ("triangle-right", GAIN), -1: ("triangle-left", LOSS), 0: ("circle-open", INK)}


def differences(story: Story) -> go.Figure | None:
    """Those of the same figure as the first, which share an axis; the table has all."""
    sound = [it for it in story.differences if all(map(math.isfinite, bounds(it)))]
    alike = [it for it in sound if it.figure == sound[0].figure]
    if not alike:
        return None
    drawn = figure(BAR * len(alike) + 90, hovermode="closest", showlegend=False)
    drawn.add_traces([_whiskers(it) for it in alike])
    drawn.add_vline(x=0, line={"color": INK[0], "width": 1, "dash": "dot"})
    kind = column(alike[0].figure)
    title = kind.head + (", points" if kind.scale == 100 else "")
    drawn.update_layout(yaxis={"autorange": "reversed", "type": "category"}, xaxis_title_text=title)
    return drawn


def _whiskers(it: Difference) -> go.Scatter:
    low, estimate, high = (column(it.figure).scale * bound for bound in bounds(it))
    symbol, colour = SYMBOLS[it.verdict]
    return go.Scatter(
        x=[estimate],
        y=[html.escape(f"{it.one} − {it.other}")],
        error_x={"array": [high - estimate], "arrayminus": [estimate - low], "thickness": 2},
        mode="markers",
        marker={"symbol": symbol, "color": colour[0], "size": 12},
        hovertext=html.escape(judged(it)),
        hovertemplate="%{x:.2f}: %{hovertext}<extra></extra>",
    )
