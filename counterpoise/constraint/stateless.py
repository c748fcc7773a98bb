"""The twin of contracts/constraint/StatelessConstraint.sol."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from counterpoise.constraint.timeless import TimelessConstraint
from counterpoise.types import State


class StatelessConstraint(TimelessConstraint, ABC):
    """A constraint that remembers nothing: to check is to judge."""

    __slots__ = ()

    @abstractmethod
    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises its refusal unless a vault may go from start to end."""

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """The same: there is nothing to remember."""
        self.judge(start, target, end)
