"""Where the vault's value went, part by part, from the start to the end."""

from __future__ import annotations

import html
import textwrap

import plotly.graph_objects as go

from counterpoise.backtest.prices import ONE
from counterpoise.backtest.report.colours import GAIN, GRID, LOSS, WHOLE
from counterpoise.backtest.report.columns import dollars
from counterpoise.backtest.report.plots.frame import figure
from counterpoise.backtest.report.story import Story

BAR, LABEL = 42, 16  # {px} a bar; {character} a line of its label
ENDS = ("start", "end")


def waterfall(story: Story) -> go.Figure | None:
    """Bars from left to right, one below the other, so that their names can be read on a phone."""
    told = story.attribution
    if told is None:
        return None
    names = [ENDS[0], *(part.name for part in told.parts), ENDS[1]]
    amounts = [told.start, *(part.amount for part in told.parts), told.end]
    drawn = figure(BAR * len(names) + 60, hovermode="closest", showlegend=False)
    drawn.add_trace(_bars(names, amounts))
    drawn.update_layout(yaxis={"autorange": "reversed", "type": "category"}, xaxis_title_text="USD")
    return drawn


def _bars(names: list[str], amounts: list[int]) -> go.Waterfall:
    return go.Waterfall(
        orientation="h",
        y=[_label(name) for name in names],
        x=[amount / ONE for amount in amounts],
        measure=["absolute", *["relative"] * (len(names) - 2), "total"],
        text=[dollars(amount) for amount in amounts],
        textposition="auto",
        hovertemplate="%{y}: %{text} USD<extra></extra>",
        increasing={"marker": {"color": GAIN[0]}},
        decreasing={"marker": {"color": LOSS[0]}},
        totals={"marker": {"color": WHOLE[0]}},
        connector={"line": {"color": GRID[0], "width": 1}},
    )


def _label(name: str) -> str:
    return "<br>".join(html.escape(part) for part in textwrap.wrap(name, LABEL)) or name
