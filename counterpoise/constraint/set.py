"""The twin of contracts/constraint/ConstraintSet.sol."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Protocol

from counterpoise.errors import NoConstraints
from counterpoise.types import State


class Constraint(Protocol):
    """What interfaces/IConstraint.sol says: judge, or judge and remember; raise a refusal."""

    def require_ready(self, time: int) -> None: ...

    def judge(self, start: State, target: Sequence[int], end: State) -> None: ...

    def check(self, start: State, target: Sequence[int], end: State) -> None: ...


@dataclass(slots=True)
class ConstraintSet:
    """All of several constraints: the first that refuses speaks, and then none remembers."""

    members: tuple[Constraint, ...]

    def __post_init__(self) -> None:
        if not self.members:
            raise NoConstraints

    def require_ready(self, time: int) -> None:
        """Raises the refusal of the first member for which it is too early, at a time {s}."""
        for member in self.members:
            member.require_ready(time)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises the first member's refusal."""
        for member in self.members:
            member.judge(start, target, end)

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """Checks by copies, and once all have passed for good: a revert on chain undoes all.

        The members stay who they are, so that whoever asks one sees what it remembers.
        """
        for member in copy(self).members:
            member.check(start, target, end)
        for member in self.members:
            member.check(start, target, end)

    def __copy__(self) -> "ConstraintSet":
        """With members of its own."""
        return ConstraintSet(tuple(copy(member) for member in self.members))
