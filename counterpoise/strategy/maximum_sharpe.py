"""The twin of contracts/strategy/MaximumSharpeStrategy.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.math.bounds import require_at_most, require_some
from counterpoise.math.fixed_point import ONE
from counterpoise.math.maximum_sharpe import gap, shrunk
from counterpoise.math.minimum_variance import Problem
from counterpoise.strategy.proposals import Proposals
from counterpoise.strategy.solved import SolvedStrategy, require_gains
from counterpoise.types import State

MAX_WEIGHT = 6 * ONE // 10  # D18{1}
MAX_KEPT = ONE // 2  # D18{1}


@dataclass(frozen=True, slots=True)
class Terms:
    """How far a guess is believed, and what is counted as good enough."""

    kept: int  # D18{1}, of what was expected, the part that counts
    tolerance: int  # D18{1/year}

    def __post_init__(self) -> None:
        require_some("kept", self.kept, MAX_KEPT)


@dataclass(frozen=True, slots=True)
class MaximumSharpeStrategy(SolvedStrategy):
    """Wants the weights of the most expected return for its volatility.

    Its gains are what counts of what was expected, as the contract's `box` tells it; `guessed`
    finds them.
    """

    terms: Terms

    def __post_init__(self) -> None:
        SolvedStrategy.__post_init__(self)
        for high in self.most:
            require_at_most("most", high, MAX_WEIGHT)

    @property
    def tolerance(self) -> int:
        """D18{1/year}"""
        return self.terms.tolerance

    def gap(self, problem: Problem, weights: Sequence[int]) -> int:
        """D18{1/year}, rounded up. Raises `ReturnTooLow`, `VarianceTooLow`, and as `covariance`."""
        return gap(problem, weights)

    def problem_of(self, state: State) -> Problem:
        """Without an aversion: the weights bring it. Raises `WeightCount`."""
        return self.posed(state, 0)


def guessed(
    book: Proposals,
    least: tuple[int, ...],
    most: tuple[int, ...],
    expected: Sequence[int],
    terms: Terms,
) -> MaximumSharpeStrategy:
    """As the contract is deployed: bounds D18{1}, and what is expected D18{1/year}.

    Raises `LimitOutOfRange`, `GainOutOfRange`, `WeightCount`, and as Box and NanoWeights do.
    """
    require_gains(expected)
    return MaximumSharpeStrategy(book, least, most, shrunk(expected, most, terms.kept), terms)
