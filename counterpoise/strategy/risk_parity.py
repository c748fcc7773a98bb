"""The twin of contracts/strategy/RiskParityStrategy.sol."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

from counterpoise.errors import BudgetsNotReached, VolatilityTooLow, WeightCount
from counterpoise.math.bounds import require_between
from counterpoise.math.covariance import bounded_volatility_of, correlations, dot
from counterpoise.math.fixed_point import ONE, sdiv
from counterpoise.math.weights import in_proportion, require_valid
from counterpoise.types import State

MAX_SWEEPS = 25
MIN_TOLERANCE, MAX_TOLERANCE = 10**6, 10**15  # D18{1}
MIN_VOLATILITY = 10**12  # D18{1/sqrt(year)}
SCALE = 10**36
START = 10**54
LOST = 10**27  # D18{1}


@dataclass(frozen=True, slots=True)
class RiskParityStrategy:
    """Wants weights at which each asset is the source of its own part of the vault's risk."""

    budgets: tuple[int, ...]  # D18{1}, in the order of the vault's assets
    tolerance: int  # D18{1}, by which the last sweep may move a coordinate

    def __post_init__(self) -> None:
        require_valid(self.budgets, len(self.budgets))
        require_between("tolerance", self.tolerance, MIN_TOLERANCE, MAX_TOLERANCE)

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises `WeightCount`, `BudgetsNotReached`, `VolatilityTooLow`, and as
        correlations and volatilities do.
        """
        n = len(state.assets)
        if len(self.budgets) != n:
            raise WeightCount(len(self.budgets), n)
        y = self._settled(correlations(state.signals, n))
        held = zip(y, self.budgets, strict=True)
        parts = [
            it * SCALE // _volatility_of(state.signals, i) if budget else 0
            for i, (it, budget) in enumerate(held)
        ]
        return in_proportion(parts)

    def _settled(self, rows: Sequence[Sequence[int]]) -> list[int]:
        """y D18{1}, 0 where there is no budget."""
        y, change = start(rows, self.budgets), LOST
        for _ in range(MAX_SWEEPS):
            if self.tolerance < change <= LOST:
                change = sweep(y, rows, self.budgets)
        if change > self.tolerance:
            raise BudgetsNotReached(change, self.tolerance)
        return y


def start(rows: Sequence[Sequence[int]], budgets: Sequence[int]) -> list[int]:
    """One over the root of the sum of all correlations, everywhere that there is a budget."""
    total = len(rows) * ONE + sum(map(sum, rows))
    first = isqrt(START // max(total, ONE))
    return [first if budget else 0 for budget in budgets]


def sweep(y: list[int], rows: Sequence[Sequence[int]], budgets: Sequence[int]) -> int:
    """Solves each coordinate for its own budget; the largest move of one, D18{1}."""
    change = 0
    for i, budget in enumerate(budgets):
        if budget:
            solved = solve(sdiv(dot(rows[i], y), ONE), budget)
            change, y[i] = max(change, abs(solved - y[i])), solved
    return change


def solve(pull: int, budget: int) -> int:
    """The positive root of y^2 + c y = b, all D18{1}."""
    root = isqrt(pull * pull + 4 * budget * ONE)
    return 2 * budget * ONE // (root + pull) if pull > 0 else (root - pull) // 2


def _volatility_of(signals: Sequence[int], i: int) -> int:
    volatility = bounded_volatility_of(signals, i)
    if volatility < MIN_VOLATILITY:
        raise VolatilityTooLow(i, volatility, MIN_VOLATILITY)
    return volatility
