"""What gas came to: of what changed the holdings, and of what was written down."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from counterpoise.backtest.course import Change, Course, Note, Step, Topic
from counterpoise.math.fixed_point import ONE

ETHER = {"ETH", "WETH"}  # Symbols under which a vault holds it.
POSTED = (Topic.SOLUTIONS, Topic.PROPOSALS)
RECORDED = (Topic.RECORDS,)


@dataclass(frozen=True, slots=True)
class Gas:
    """Of several transactions; whoever sent them paid."""

    used: int
    cost: int | None  # D18{USD}; None where the price of ether is not known
    count: int = 0  # how many transactions


def sent(course: Course, ether: Sequence[int] | None = None) -> Gas:
    """Of all of a course's; `ether`: D18{USD/ETH} at each step, left out that of ETH or WETH."""
    rows = zip(course.steps, quotes(course, ether), strict=True)
    return _sum((it, quote) for step, quote in rows for it in _transactions(step))


def noted(course: Course, topics: Collection[Topic], ether: Sequence[int] | None = None) -> Gas:
    """Of what was written down on some topics; `ether` as `sent` takes it."""
    rows = zip(course.steps, quotes(course, ether), strict=True)
    notes = ((it, quote) for step, quote in rows for it in step.notes)
    return _sum((it, quote) for it, quote in notes if it.topic in topics)


def quotes(course: Course, ether: Sequence[int] | None = None) -> Sequence[int | None]:
    """D18{USD/ETH} at each step: what is given, or that of the asset ETH or WETH, or None."""
    if ether is not None:
        return ether
    place = next((i for i, it in enumerate(course.symbols) if it in ETHER), None)
    return [None if place is None else step.market[place] for step in course.steps]


def cost_of(it: Change | Note, ether: int) -> int:
    """D18{USD}: gas times {wei/gas} is D18{ETH}."""
    return it.gas * it.gas_price * ether // ONE


def _transactions(step: Step) -> tuple[Change | Note, ...]:
    return (*step.notes, *step.changes)


def _sum(rows: Iterable[tuple[Change | Note, int | None]]) -> Gas:
    listed = [*rows]
    costs = [cost_of(it, ether) for it, ether in listed if ether is not None]
    known = len(costs) == len(listed)
    return Gas(sum(it.gas for it, _ in listed), sum(costs) if known else None, len(listed))
