"""The twin of contracts/strategy/GlidePathStrategy.sol."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from counterpoise.errors import WeightCount
from counterpoise.math.bounds import require_at_most, require_between
from counterpoise.math.fixed_point import ONE
from counterpoise.math.weights import require_valid
from counterpoise.types import State

MAX_TIME = 2**40 - 1  # {s}, the year 36,812: a time in milliseconds is beyond it.


@dataclass(frozen=True, slots=True)
class GlidePathStrategy(ABC):
    """From one vector of weights to another between two times."""

    first: tuple[int, ...]  # D18{1}, in the order of the vault's assets
    last: tuple[int, ...]  # D18{1}
    start: int  # {s}
    end: int  # {s}

    def __post_init__(self) -> None:
        require_valid(self.first, len(self.first))
        require_valid(self.last, len(self.first))
        require_at_most("start", self.start, MAX_TIME)
        require_between("end", self.end, self.start + 1, MAX_TIME)

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}, one for each asset. Raises `WeightCount` for a state of another size."""
        if len(state.assets) != len(self.first):
            raise WeightCount(len(self.first), len(state.assets))
        if state.time <= self.start:
            return self.first
        done, whole = state.time - self.start, self.end - self.start
        return self.between(done, whole) if done < whole else self.last

    @abstractmethod
    def between(self, done: int, whole: int) -> tuple[int, ...]:
        """D18{1}, after {s}, above 0 and below the whole {s}."""


def in_proportion(parts: Sequence[int]) -> tuple[int, ...]:
    """Weights in proportion to parts, D18{1}: it is the running sums that are rounded."""
    total = sum(parts)
    sums = [(it * ONE + total // 2) // total for it in accumulate(parts)]
    return tuple(after - before for before, after in pairwise((0, *sums)))
