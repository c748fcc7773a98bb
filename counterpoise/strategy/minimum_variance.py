"""The twin of contracts/strategy/MinimumVarianceStrategy.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.math.bounds import require_at_most, require_between
from counterpoise.math.fixed_point import ONE
from counterpoise.math.minimum_variance import Problem, covariance, descend, gap
from counterpoise.strategy.solved import SolvedStrategy
from counterpoise.types import State

MIN_AVERSION, MAX_AVERSION = 10**15, 100 * ONE  # D18{1} (math 0.4)
ROUNDING = 10**4  # D18{1/year}, more than a matrix in units hides
MAX_STEPS = 200


@dataclass(frozen=True, slots=True)
class Descent:
    """What is counted as good enough, and how long it is looked for."""

    aversion: int = ONE  # D18{1}, of what variance counts against expected return
    tolerance: int = 10**12  # D18{1/year}
    steps: int = 100  # at most

    def __post_init__(self) -> None:
        require_between("aversion", self.aversion, MIN_AVERSION, MAX_AVERSION)
        require_at_most("steps", self.steps, MAX_STEPS)


@dataclass(frozen=True, slots=True)
class MinimumVarianceStrategy(SolvedStrategy):
    """Wants the weights of the least variance, or of the best variance and expected return."""

    limits: Descent

    @property
    def tolerance(self) -> int:
        """D18{1/year}"""
        return self.limits.tolerance

    def gap(self, problem: Problem, weights: Sequence[int]) -> int:
        """D18{1/year}, rounded up. Raises as `covariance` does."""
        return gap(problem, weights)

    def problem_of(self, state: State) -> Problem:
        """What is to be made small. Raises `WeightCount`."""
        return self.posed(state, self.limits.aversion)

    def improved(
        self, problem: Problem, weights: tuple[int, ...], left: int
    ) -> tuple[tuple[int, ...], int]:
        """Where a descent leads from them, and the gap D18{1/year} there."""
        if self.limits.steps == 0:
            return weights, left
        matrix, within = covariance(problem.signals, len(weights)), self.tolerance - ROUNDING
        better, _, _ = descend(problem, matrix, weights, within, self.limits.steps)
        return better, gap(problem, better)
