"""The twin of contracts/observer/estimator/SolutionBook.sol: what was last found to be the best."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from counterpoise.errors import GapTooWide, NotBetter
from counterpoise.math.nano_weights import unpack
from counterpoise.types import State

FOREVER = 2**256 - 1  # {s}


class Problem(Protocol):
    """What weights are judged by, as interfaces/IProblem.sol has it."""

    @property
    def tolerance(self) -> int: ...

    def gap_of(self, state: State, weights: Sequence[int]) -> int: ...


@dataclass(frozen=True, slots=True)
class Solution:
    """What is written for one strategy."""

    weights: int = 0  # as math/nano_weights lays them out
    nonce: int = 0  # how many there have been
    time: int = 0  # {s}


@dataclass(slots=True)
class SolutionBook:
    """What is good enough for each strategy, as it was when it was written."""

    pages: dict[int, Solution] = field(default_factory=dict)  # by the strategy's identity

    def write(self, strategy: Problem, weights: int, state: State) -> None:
        """Anyone's. Raises `GapTooWide`, `NotBetter`, `NanoSurplus`, and as the strategy does."""
        gap = _gap(strategy, state, weights)
        if gap > strategy.tolerance:
            raise GapTooWide(gap, strategy.tolerance)
        page = self.solution_of(strategy)
        if page.weights:
            present = _gap(strategy, state, page.weights)
            if present <= strategy.tolerance and gap > present // 2:
                raise NotBetter(gap, present)
        self.pages[id(strategy)] = Solution(weights, page.nonce + 1, state.time)

    def solution_of(self, strategy: object) -> Solution:
        """The last one; 0 in all where there is none."""
        return self.pages.get(id(strategy), Solution())

    def proposal_for(self, strategy: object) -> tuple[int, int]:
        """The word, and that it holds for ever; 0 and 0 where there is none."""
        weights = self.solution_of(strategy).weights
        return weights, FOREVER if weights else 0


def _gap(strategy: Problem, state: State, weights: int) -> int:
    return strategy.gap_of(state, unpack(weights, len(state.assets)))
