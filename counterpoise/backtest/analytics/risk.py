"""Figures of a series of returns, by empyrical: losses above 0, and None for what is none."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import empyrical
import numpy as np
from numpy.typing import NDArray

DAYS = 365  # {day/year}: these markets never close.

Floats = NDArray[np.float64]


def annual_return(returns: Floats, years: float) -> float | None:
    """{1/year}, compounded, of returns that follow each other over that time."""
    return _defined(lambda: empyrical.annual_return(returns, annualization=len(returns) / years))


def volatility(returns: Floats) -> float | None:
    """{1/sqrt(year)}, the standard deviation of daily returns."""
    return _defined(lambda: empyrical.annual_volatility(returns, annualization=DAYS))


def sharpe(returns: Floats) -> float | None:
    """{1/sqrt(year)} against 0, of daily returns; None where all are the same."""
    if not len(returns) or np.ptp(returns) == 0:
        return None
    return _defined(lambda: empyrical.sharpe_ratio(returns, annualization=DAYS))


def sortino(returns: Floats) -> float | None:
    """{1/sqrt(year)} against 0, of daily returns; None without a loss."""
    return _defined(lambda: empyrical.sortino_ratio(returns, annualization=DAYS))


def drawdown(returns: Floats) -> float:
    """The deepest fall from a peak, {1}."""
    return -float(empyrical.max_drawdown(returns))


def calmar(returns: Floats, years: float) -> float | None:
    """The annual return to the deepest fall, {1/year}; None without a fall."""
    return _defined(lambda: empyrical.calmar_ratio(returns, annualization=len(returns) / years))


def value_at_risk(returns: Floats, tail: float) -> float | None:
    """What a day's loss is beyond in that part of the days, {1/day}."""
    return _defined(lambda: -empyrical.value_at_risk(returns, tail)) if len(returns) else None


def expected_shortfall(returns: Floats, tail: float) -> float | None:
    """The mean loss of the worst days, that part of all and at least one, {1/day}."""
    if not len(returns):
        return None  # Here as above, as one release of empyrical fails on no days at all.
    return _defined(lambda: -empyrical.conditional_value_at_risk(returns, tail))


def _defined(figure: Callable[[], float]) -> float | None:
    """The figure, or None where it is no finite number; what divides by 0 is not told twice."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        found = float(figure())
    return found if math.isfinite(found) else None
