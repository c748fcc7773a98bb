"""The figures of a course: what it made, at what risk, at what cost, and how close to target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterpoise.backtest.analytics import risk
from counterpoise.backtest.analytics.attribution import pieces_of
from counterpoise.backtest.analytics.days import cut, days_of
from counterpoise.backtest.analytics.gas import POSTED, noted, sent
from counterpoise.backtest.analytics.holding import holding, path_of_target
from counterpoise.backtest.analytics.pieces import Piece
from counterpoise.backtest.analytics.value import Values, require_together, values_of
from counterpoise.backtest.course import Course, Kind
from counterpoise.math.fixed_point import ONE

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Metrics:
    """A course in figures; docs/analytics.md says what each means. None: it is not defined.

    Returns are of a share. Risk is of whole days of 24 hours from the first price on; drawdown is
    of every step. Losses and costs are above 0.
    """

    name: str
    years: float  # {year} of 365 days
    total_return: float  # {1}
    annual_return: float | None  # {1/year}, compounded
    volatility: float | None  # {1/sqrt(year)}
    sharpe: float | None  # {1/sqrt(year)}, against 0
    sortino: float | None  # {1/sqrt(year)}, against 0
    drawdown: float  # {1}, the deepest
    drawdown_from: int  # {s}, when its peak was
    drawdown_to: int  # {s}, when its bottom was
    calmar: float | None  # {1/year}
    value_at_risk_95: float | None  # {1/day}
    value_at_risk_99: float | None  # {1/day}
    expected_shortfall_95: float | None  # {1/day}
    expected_shortfall_99: float | None  # {1/day}
    turnover: float  # {1/year} of the value
    cost: float  # {1/year} of the value
    tracking_error: float | None  # {1/sqrt(year)}
    outside: float | None  # {1} of the time, None where no band is given
    mean_drift: float  # {1}
    worst_drift: float  # {1}
    rebalances: int
    posts: int | None  # solutions and proposals; None where nobody posted
    gas: int  # {gas}, of all transactions
    gas_cost: float | None  # {USD}, None where the price of ether is not known

    @property
    def figures(self) -> dict[str, float]:
        """Those that are defined, by their names."""
        named = {it.name: getattr(self, it.name) for it in fields(self) if it.name != "name"}
        return {name: figure for name, figure in named.items() if figure is not None}


def measure(
    course: Course,
    against: Course | None = None,
    band: int | None = None,
    ether: Sequence[int] | None = None,
) -> Metrics:
    """The figures of one course.

    `against`: whose returns are tracked; left out, the target's own. `band`: D18{1}. `ether`:
    D18{USD/ETH} at each step; left out, that of the asset ETH or WETH. Raises `TooShort`,
    `TooCoarse`, `NothingToMeasure` or `CoursesApart`.
    """
    values, held = values_of(course), holding(course)
    days, traded, spent = days_of(course.name, values), _traded(course), sent(course, ether)
    return Metrics(
        name=course.name,
        years=values.years,
        **_growth(values),
        **_risk(days.returns),
        turnover=traded.turnover / ONE / values.years,
        cost=traded.cost / values.years,
        tracking_error=risk.volatility(days.returns - _tracked(course, against)),
        outside=None if band is None else held.outside(band / ONE),
        mean_drift=held.mean,
        worst_drift=held.worst,
        rebalances=traded.rebalances,
        posts=noted(course, POSTED).count or None,
        gas=spent.used,
        gas_cost=None if spent.cost is None else spent.cost / ONE,
    )


class _Traded(NamedTuple):
    """What all changes came to."""

    rebalances: int
    turnover: int  # D18{1} of the value, of the rebalances
    cost: float  # {1} of the value


def _traded(course: Course) -> _Traded:
    """Piece by piece: who trades at every price has as many of them as steps."""
    rebalances, turnover, cost = 0, 0, 0.0
    for piece in pieces_of(course):
        cost += cost_of(piece)
        if piece.kind is Kind.REBALANCE:
            rebalances, turnover = rebalances + 1, turnover + piece.turnover
    return _Traded(rebalances, turnover, cost)


def cost_of(piece: Piece) -> float:
    """What trading lost against the market's prices, {1} of the value."""
    return piece.parts.cost / piece.value if piece.value else 0.0


def _growth(values: Values) -> dict[str, Any]:
    returns, (peak, bottom) = values.returns, _fall(values.growth)
    return {
        "total_return": float(values.growth[-1] - 1),
        "annual_return": risk.annual_return(returns, values.years),
        "drawdown": risk.drawdown(returns),
        "drawdown_from": values.times[peak],
        "drawdown_to": values.times[bottom],
        "calmar": risk.calmar(returns, values.years),
    }


def _risk(daily: Floats) -> dict[str, Any]:
    return {
        "volatility": risk.volatility(daily),
        "sharpe": risk.sharpe(daily),
        "sortino": risk.sortino(daily),
        "value_at_risk_95": risk.value_at_risk(daily, 0.05),
        "value_at_risk_99": risk.value_at_risk(daily, 0.01),
        "expected_shortfall_95": risk.expected_shortfall(daily, 0.05),
        "expected_shortfall_99": risk.expected_shortfall(daily, 0.01),
    }


def _fall(growth: Floats) -> tuple[int, int]:
    """Between which steps the deepest fall lies; the first of its peak, and of its bottom."""
    bottom = int(np.argmin(growth / np.maximum.accumulate(growth)))
    return int(np.argmax(growth[: bottom + 1])), bottom


def _tracked(course: Course, against: Course | None) -> Floats:
    """The daily returns {1/day} of another course, or of the target itself."""
    if against is not None:
        require_together(course, against)
        return days_of(against.name, values_of(against)).returns
    times = [step.time for step in course.steps]
    return cut(course.name, times, path_of_target(course)).returns
