"""What gas came to: of what changed the holdings, and of what was posted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counterpoise.backtest.course import Change, Course, Post, Step
from counterpoise.math.fixed_point import ONE

ETHER = {"ETH", "WETH"}  # Symbols under which a vault holds it.


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


def posted(course: Course, ether: Sequence[int] | None = None) -> Gas:
    """Of solutions and proposals; `ether` as `sent` takes it."""
    rows = zip(course.steps, quotes(course, ether), strict=True)
    return _sum((it, quote) for step, quote in rows for it in step.posts)


def quotes(course: Course, ether: Sequence[int] | None = None) -> Sequence[int | None]:
    """D18{USD/ETH} at each step: what is given, or that of the asset ETH or WETH, or None."""
    if ether is not None:
        return ether
    place = next((i for i, it in enumerate(course.symbols) if it in ETHER), None)
    return [None if place is None else step.market[place] for step in course.steps]


def cost_of(it: Change | Post, ether: int) -> int:
    """D18{USD}: gas times {wei/gas} is D18{ETH}."""
    return it.gas * it.gas_price * ether // ONE


def _transactions(step: Step) -> tuple[Change | Post, ...]:
    return (*step.posts, *step.changes)


def _sum(rows: Iterable[tuple[Change | Post, int | None]]) -> Gas:
    listed = [*rows]
    costs = [cost_of(it, ether) for it, ether in listed if ether is not None]
    known = len(costs) == len(listed)
    return Gas(sum(it.gas for it, _ in listed), sum(costs) if known else None, len(listed))
