"""What each constraint says for itself: in a set only the first that refuses is heard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterpoise.constraint.set import Constraint, ConstraintSet
from counterpoise.errors import Refusal
from counterpoise.explain.proposal import attempt
from counterpoise.types import State


@dataclass(frozen=True, slots=True)
class Verdict:
    """One constraint's word on a rebalance."""

    constraint: str
    asked: bool  # False where there is no rebalance to judge, and it is not too early for one
    refusal: Refusal | None


def judge(
    constraint: Constraint, start: State, target: Sequence[int], end: State | None
) -> tuple[Verdict, ...]:
    """Each member's judgement, in the order of the set; `end` is None where no plan leads there."""
    return tuple(_verdict(it, start, target, end) for it in members(constraint))


def members(constraint: Constraint) -> Iterator[Constraint]:
    """The constraints of a set, and of the sets in it."""
    if isinstance(constraint, ConstraintSet):
        for it in constraint.members:
            yield from members(it)
    else:
        yield constraint


def _verdict(it: Constraint, start: State, target: Sequence[int], end: State | None) -> Verdict:
    name = type(it).__name__
    _, early = attempt(lambda: it.require_ready(start.time))
    if early or end is None:
        return Verdict(name, early is not None, early)
    return Verdict(name, True, attempt(lambda: it.judge(start, target, end))[1])
