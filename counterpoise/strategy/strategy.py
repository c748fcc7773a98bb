"""The seam of every strategy, as interfaces/IStrategy.sol has it."""

from typing import Protocol

from counterpoise.types import State


class Strategy(Protocol):
    """Says what should be true: weights D18{1}, their sum exactly 1e18."""

    def target(self, state: State) -> tuple[int, ...]: ...
