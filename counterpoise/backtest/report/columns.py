"""Each figure's name, unit and digits: a number looks the same wherever it is shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from counterpoise.backtest.clock import clock
from counterpoise.backtest.prices import ONE

NONE = "–"  # a figure that is not defined, or that nobody gave

Written = Callable[[float], str]
Ways = tuple[Written, Written, int]  # a figure, a difference of two, and its scale


@dataclass(frozen=True, slots=True)
class Column:
    """A figure as the tables head it, what it means, and how it is written."""

    head: str
    meaning: str
    written: Written
    difference: Written  # the same with its sign, as a difference of two
    scale: int = 1  # 100 where it is drawn in percents
    good: int = 0  # 1 where more is better, -1 where less is; 0 where neither


def _signed(number: float, digits: int, unit: str) -> str:
    """With its sign, and none where nothing is left of it at these digits."""
    text = f"{number:+,.{digits}f}"
    return (text if float(text.replace(",", "")) else f"{0:.{digits}f}") + unit


def _percent(digits: int) -> Ways:
    """A fraction, as percents."""
    return (lambda x: f"{x:.{digits}%}"), (lambda x: _signed(100 * x, digits, " points")), 100


def _plain(digits: int) -> Ways:
    """A number of its own."""
    return (lambda x: f"{x:,.{digits}f}"), (lambda x: _signed(x, digits, "")), 1


def _column(ways: Ways, head: str, meaning: str, good: int = 0) -> Column:
    return Column(head, meaning, *ways, good)


GAIN: Ways = ((lambda x: _signed(100 * x, 2, "%")), *_percent(2)[1:])
DATE: Ways = ((lambda x: f"{clock(int(x)):%Y-%m-%d}"), (lambda x: f"{x:+,.0f} s"), 1)
FREE: Ways = ((lambda x: f"{x:,.6g}"), (lambda x: f"{x:+,.6g}"), 1)

COLUMNS: dict[str, Column] = {
    "years": _column(_plain(2), "years", "of 365 days, from the first price to the last"),
    "total_return": _column(GAIN, "return", "of a share, from the first price to the last", 1),
    "annual_return": _column(GAIN, "return a year", "the same, compounded over a year", 1),
    "volatility": _column(_percent(1), "volatility", "deviation of returns, over a year", -1),
    "sharpe": _column(_plain(2), "Sharpe", "mean return over its deviation, over a year", 1),
    "sortino": _column(_plain(2), "Sortino", "the same over the deviation of losses alone", 1),
    "drawdown": _column(_percent(2), "worst fall", "the deepest fall from a peak", -1),
    "drawdown_from": _column(DATE, "fell from", "the day of that peak"),
    "drawdown_to": _column(DATE, "fell to", "the day of that fall's bottom"),
    "calmar": _column(_plain(2), "Calmar", "return a year over the worst fall", 1),
    "value_at_risk_95": _column(_percent(2), "VaR 95%", "a day in twenty loses more", -1),
    "value_at_risk_99": _column(_percent(2), "VaR 99%", "a day in a hundred loses more", -1),
    "expected_shortfall_95": _column(_percent(2), "ES 95%", "mean loss of a day in twenty", -1),
    "expected_shortfall_99": _column(_percent(2), "ES 99%", "mean loss of a day in a hundred", -1),
    "turnover": _column(_plain(2), "turnover a year", "what was traded, over the value", -1),
    "cost": _column(_percent(2), "cost a year", "what trading lost, over the value", -1),
    "tracking_error": _column(
        _percent(2), "tracking", "deviation from what it follows, a year", -1
    ),
    "outside": _column(_percent(1), "outside", "part of the time outside the band", -1),
    "mean_drift": _column(_percent(2), "mean drift", "mean distance from the target", -1),
    "worst_drift": _column(_percent(2), "worst drift", "greatest distance from the target", -1),
    "rebalances": _column(_plain(0), "rebalances", "how many there were"),
    "posts": _column(_plain(0), "posts", "solutions and proposals that were posted"),
    "gas": _column(_plain(0), "gas", "that all transactions used; whoever sent them paid", -1),
    "gas_cost": _column(_plain(2), "gas, USD", "what that came to", -1),
}


def column(name: str) -> Column:
    """A figure's column; one that is not known is shown under its own name."""
    return COLUMNS.get(name) or _column(FREE, name.replace("_", " "), "")


def shown(name: str, figures: Mapping[str, float]) -> str:
    """A figure of a run, as it is written everywhere."""
    number = figures.get(name)
    return NONE if number is None or not math.isfinite(number) else column(name).written(number)


def dollars(amount: int) -> str:
    """D18{USD} to the cent, rounded half up, without going by way of floats."""
    cents = (abs(amount) + ONE // 200) // (ONE // 100)
    whole, rest = divmod(cents, 100)
    return f"{'-' if amount < 0 and cents else ''}{whole:,}.{rest:02d}"
