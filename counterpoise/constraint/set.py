"""The twin of contracts/constraint/ConstraintSet.sol."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from counterpoise.errors import NoConstraints
from counterpoise.types import State


class Constraint(Protocol):
    """What interfaces/IConstraint.sol says: judge, or judge and remember; raise a refusal."""

    def judge(self, start: State, target: Sequence[int], end: State) -> None: ...

    def check(self, start: State, target: Sequence[int], end: State) -> None: ...


@dataclass(frozen=True, slots=True)
class ConstraintSet:
    """All of several constraints: the first that refuses speaks."""

    members: tuple[Constraint, ...]

    def __post_init__(self) -> None:
        if not self.members:
            raise NoConstraints

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises the first member's refusal."""
        for member in self.members:
            member.judge(start, target, end)

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """Judges by all before any remembers, as a revert on chain undoes what they remembered."""
        self.judge(start, target, end)
        for member in self.members:
            member.check(start, target, end)
