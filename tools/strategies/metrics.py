"""The figures of one play; floats begin here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from counterpoise.backtest.demo.summary import drawdown
from counterpoise.math.fixed_point import ONE
from tools.strategies.record import Record

DAYS, HOURS = 365, 24  # in a year, in a day
BPS = 10_000
DIGITS = 6


def figures(record: Record, years: float, outer: int) -> dict[str, Any]:
    """What every strategy is asked; parts of one, bps and trades a year; the band D18{1}."""
    values = [it.value / ONE for it in record.hours]
    drifts = [it.drift for it in record.hours if it.drift is not None]
    found = {
        "return": values[-1] / values[0] - 1,
        "volatility": volatility(values),
        "drawdown": drawdown(values),
        "turnover": sum(it.sold / it.value for it in record.deals) / years,
        "cost": BPS * sum(it.lost / it.value for it in record.deals) / years,
        "gas": BPS * sum(it.gas / it.value for it in record.deals) / years,
        "inside": sum(it <= outer for it in drifts) / len(drifts),
        "worst": max(drifts) / ONE,
    }
    counts = {"rebalances": len(record.deals), "refusals": dict(record.refusals)}
    return {name: round(it, DIGITS) for name, it in found.items()} | counts


def volatility(values: Sequence[float]) -> float:
    """Of the daily returns of hourly values, a year."""
    changes = np.diff(np.log(np.array(values[::HOURS])))
    return float(np.std(changes, ddof=1) * np.sqrt(DAYS))
