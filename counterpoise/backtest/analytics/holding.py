"""How far a vault was from its target while it held, and what the target itself would have made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.backtest.course import Course
from counterpoise.math.fixed_point import ONE
from counterpoise.types import Holdings

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Holding:
    """Drift {1}: how far the asset that is the farthest off is from its target."""

    spans: Floats  # {s} from each step to the next
    drifts: Floats  # at the step's prices, of what is held over the span
    worst: float  # ever, also just before something was done about it

    @property
    def mean(self) -> float:
        """By time."""
        return float(np.average(self.drifts, weights=self.spans))

    def outside(self, band: float) -> float:
        """The part of the time over which more than the band was held, {1}."""
        return float(np.average(self.drifts > band, weights=self.spans))


def holding(course: Course) -> Holding:
    """What was held at each step; the last one's is held over no time."""
    before, (market, target) = [*course.held()], _rows(course)
    units = np.array(course.units, dtype=float)

    def drifts(held: Sequence[Holdings]) -> Floats:
        values = np.array([it.balances for it in held], dtype=float) * market / units
        weights = values / values.sum(axis=1, keepdims=True)
        farthest: Floats = np.abs(weights - target).max(axis=1)
        return farthest

    over = drifts([*before[1:], course.end])
    times = np.array([step.time for step in course.steps])
    worst = max(over.max(), drifts(before).max())
    return Holding(np.diff(times).astype(float), over[:-1], float(worst))


def path_of_target(course: Course) -> Floats:
    """ln of what a dollar in the target becomes, put back to it at each step for nothing."""
    market, target = _rows(course)
    moved = np.log((target[:-1] * market[1:] / market[:-1]).sum(axis=1))
    return np.concatenate([[0.0], np.cumsum(moved)])


def _rows(course: Course) -> tuple[Floats, Floats]:
    """The market's prices D18{USD/tok} and the target {1}, a row a step."""
    market = np.array([step.market for step in course.steps], dtype=float)
    return market, np.array([step.target for step in course.steps], dtype=float) / ONE
