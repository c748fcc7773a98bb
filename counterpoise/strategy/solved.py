"""The twin of contracts/strategy/SolvedStrategy.sol."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.errors import GainOutOfRange, GapTooWide, WeightCount
from counterpoise.math.bounds import require_between
from counterpoise.math.box import middle, require_feasible, require_within
from counterpoise.math.fixed_point import ONE
from counterpoise.math.minimum_variance import Problem
from counterpoise.math.nano import LANES
from counterpoise.math.nano_weights import pack, unpack
from counterpoise.math.weights import require_valid
from counterpoise.strategy.proposals import Proposals
from counterpoise.types import State

MIN_TOLERANCE, MAX_TOLERANCE = 10**10, 10**16  # D18{1/year}
MAX_GAIN = ONE  # D18{1/year}


@dataclass(frozen=True, slots=True)
class SolvedStrategy(ABC):
    """Wants the best weights within a box, as far as somebody has found them."""

    book: Proposals | None
    least: tuple[int, ...]  # D18{1}, in whole steps of 1e-9
    most: tuple[int, ...]  # D18{1}, in whole steps of 1e-9
    gains: tuple[int, ...]  # D18{1/year}, expected; none: nothing but variance counts

    @property
    @abstractmethod
    def tolerance(self) -> int:
        """D18{1/year}"""

    @abstractmethod
    def gap(self, problem: Problem, weights: Sequence[int]) -> int:
        """How far weights are from the best: D18{1/year}, rounded up."""

    @abstractmethod
    def problem_of(self, state: State) -> Problem:
        """What the best weights solve. Raises `WeightCount`."""

    def __post_init__(self) -> None:
        require_between("assets", len(self.least), 2, LANES)
        require_between("tolerance", self.tolerance, MIN_TOLERANCE, MAX_TOLERANCE)
        require_feasible(self.least, self.most)
        pack(self.least)
        pack(self.most)
        if self.gains and len(self.gains) != len(self.least):
            raise WeightCount(len(self.gains), len(self.least))
        require_gains(self.gains)
        pack([gain + MAX_GAIN for gain in self.gains])

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises `GapTooWide`, as `gap` does, and what is wrong with the book."""
        problem, weights = self.problem_of(state), self._start()
        left = self.gap(problem, weights)
        if left > self.tolerance:
            weights, left = self.improved(problem, weights, left)
        if left > self.tolerance:
            raise GapTooWide(left, self.tolerance)
        return weights

    def improved(
        self, problem: Problem, weights: tuple[int, ...], left: int
    ) -> tuple[tuple[int, ...], int]:
        """Better weights than those that are not good enough, and their gap; here nobody can."""
        return weights, left

    def gap_of(self, state: State, weights: Sequence[int]) -> int:
        """D18{1/year}, rounded up.

        Raises `WeightCount`, `WeightSum`, `WeightOutOfBox`, and as `gap` does.
        """
        problem = self.problem_of(state)
        self._require_allowed(weights)
        return self.gap(problem, weights)

    def posed(self, state: State, aversion: int) -> Problem:
        """The problem over a state, with an aversion D18{1}. Raises `WeightCount`."""
        n = len(state.assets)
        if n != len(self.least):
            raise WeightCount(len(self.least), n)
        return Problem(state.signals, aversion, self.gains, self.least, self.most)

    def _start(self) -> tuple[int, ...]:
        word = self.book.proposal_for(self)[0] if self.book is not None else 0
        if word == 0:
            return middle(self.least, self.most)
        weights = unpack(word, len(self.least))
        self._require_allowed(weights)
        return weights

    def _require_allowed(self, weights: Sequence[int]) -> None:
        require_valid(weights, len(self.least))
        require_within(weights, self.least, self.most)


def require_gains(gains: Sequence[int]) -> None:
    """Raises `GainOutOfRange` with the first that is beyond `MAX_GAIN` on either side."""
    for i, gain in enumerate(gains):
        if not -MAX_GAIN <= gain <= MAX_GAIN:
            raise GainOutOfRange(i, gain, MAX_GAIN)
