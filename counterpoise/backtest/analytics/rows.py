"""What two courses are compared by, of their days in any order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from counterpoise.backtest.analytics import risk
from counterpoise.backtest.analytics.attribution import pieces_of
from counterpoise.backtest.analytics.days import Days, days_of, drawdown, ends_of
from counterpoise.backtest.analytics.metrics import cost_of
from counterpoise.backtest.analytics.value import values_of
from counterpoise.backtest.course import Course

Floats = NDArray[np.float64]


class Statistic(Enum):
    """What two courses are compared by; the values are the names in `Metrics`."""

    ANNUAL_RETURN = "annual_return"
    VOLATILITY = "volatility"
    SHARPE = "sharpe"
    DRAWDOWN = "drawdown"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Rows:
    """A course's days: what each did, and what trading cost on it, {1} of the value."""

    days: Days
    costs: Floats

    def table(self) -> Floats:
        """A row a day: closes, highs, lows, falls, costs."""
        it = self.days
        return np.column_stack([it.closes, it.highs, it.lows, it.falls, self.costs])

    def figure(self, statistic: Statistic, table: Floats) -> float | None:
        """Of such a table, of these days or others of their number."""
        match statistic:
            case Statistic.ANNUAL_RETURN:
                return risk.annual_return(np.expm1(table[:, 0]), self.days.years)
            case Statistic.VOLATILITY:
                return risk.volatility(np.expm1(table[:, 0]))
            case Statistic.SHARPE:
                return risk.sharpe(np.expm1(table[:, 0]))
            case Statistic.DRAWDOWN:
                return drawdown(*table[:, :4].T)
            case Statistic.COST:
                return float(table[:, 4].sum()) / self.days.years


def rows_of(course: Course, has_costs: bool) -> Rows:
    """A course's rows; without costs they serve every statistic but that one.

    Raises `TooShort`, `TooCoarse` or `NothingToMeasure`.
    """
    days = days_of(course.name, values_of(course))
    count = len(days.closes)
    return Rows(days, _costs(course, count) if has_costs else np.zeros(count))


def _costs(course: Course, count: int) -> Floats:
    """{1} of the value on each day; what a day's last price brings about costs the next one."""
    ends = ends_of(course.name, np.array([step.time for step in course.steps]))
    steps = [i for i, step in enumerate(course.steps) for _ in step.changes]
    costs = np.zeros(count)
    for step, piece in zip(steps, pieces_of(course), strict=True):
        costs[min(np.searchsorted(ends, step, side="right") - 1, count - 1)] += cost_of(piece)
    return costs
