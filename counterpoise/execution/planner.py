"""What every planner does, those that stand before another one too."""

from collections.abc import Sequence
from typing import Protocol

from counterpoise.types import Order, State


class Planner(Protocol):
    """Says which trades lead to a target D18{1}, and what they may cost."""

    @property
    def max_cost(self) -> int:
        """D18{1} of a sum that is traded, at most."""

    def plan(self, state: State, target: Sequence[int], hint: bytes = b"") -> tuple[Order, ...]:
        """The orders, in the order of their execution."""
