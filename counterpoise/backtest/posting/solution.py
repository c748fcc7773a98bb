"""What is written for a strategy that reads a solution book: where it is wanted, and found."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterpoise.errors import GapTooWide, Refusal
from counterpoise.math.nano_weights import pack
from counterpoise.solver.best import best
from counterpoise.solver.quadratic import NotSolved
from counterpoise.strategy.solved import SolvedStrategy
from counterpoise.types import State


def solution_for(strategy: SolvedStrategy, state: State) -> int | None:
    """A word of weights, as a book takes it, where these are all that a strategy lacks.

    None where it lacks none, or something else, or where none are found.
    """
    try:
        strategy.target(state)
    except GapTooWide:
        return _found(strategy, state)
    except Refusal:
        return None
    return None


def _found(strategy: SolvedStrategy, state: State) -> int | None:
    try:
        return pack(best(strategy.problem_of(state)))
    except (NotSolved, Refusal):
        return None


@dataclass(slots=True)
class Rest:
    """Between one solution of a strategy and its next."""

    spacing: int  # {s}, at least
    _last: dict[str | int, int] = field(default_factory=dict)  # {s}, by strategy

    def is_over(self, strategy: str | int, time: int) -> bool:
        """At a time {s}."""
        last = self._last.get(strategy)
        return last is None or time >= last + self.spacing

    def begin(self, strategy: str | int, time: int) -> None:
        """At a time {s}."""
        self._last[strategy] = time
