"""All baselines by their names, and a course of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from counterpoise.backtest.baselines.basket import Basket, GasPrice
from counterpoise.backtest.baselines.costless import ConstantWeights, Continuous, Free
from counterpoise.backtest.baselines.names import NAMES, Name
from counterpoise.backtest.baselines.policy import (
    Calendar,
    Hold,
    Policy,
    Threshold,
    day,
    month,
    week,
)
from counterpoise.backtest.baselines.still import Still, stills, taken
from counterpoise.backtest.course import Course
from counterpoise.backtest.crowd.replay import Moment
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.twin.opening import Opening

POLICIES: dict[str, Policy] = {
    "hold": Hold(),
    "daily": Calendar(day),
    "weekly": Calendar(week),
    "monthly": Calendar(month),
    **{f"{it} %": Threshold(it * ONE // 100) for it in (1, 2, 5, 10)},
}


def nothing(_: int) -> int:
    """Gas is free."""
    return 0


def all_courses(
    opening: Opening,
    weights: tuple[int, ...],
    moments: Iterable[Moment],
    names: Sequence[Name] = NAMES,
    gas_price: GasPrice = nothing,
    told: Callable[[Name], None] = lambda _: None,
) -> Iterator[Course]:
    """A course of each name, from what the vault begins with, at weights D18{1} in its order.

    Each has pools of its own and the same moments; `gas_price` {wei/gas} at a time {s}. One is
    played when it is asked for, and none is kept; `told` hears of each that is done.
    """
    shared = list(stills(opening, weights, moments))
    for left, name in zip(reversed(range(len(names))), names):
        seen = shared if left else taken(shared)
        yield _course(name, opening, weights, seen, gas_price)
        told(name)


def _course(
    name: Name,
    opening: Opening,
    weights: tuple[int, ...],
    seen: Iterable[Still],
    gas_price: GasPrice,
) -> Course:
    played = _player(name, opening, weights, gas_price).steps(seen)
    course = Course(name, tuple(opening.decimals), opening.units, opening.held)
    course.steps.extend(played)
    return course


def _player(
    name: Name, opening: Opening, weights: tuple[int, ...], gas_price: GasPrice
) -> Basket | Free:
    units, hub = opening.units, list(opening.decimals).index(opening.parameters["hub"])
    if name == "costless":
        return Free(opening, Continuous(units, weights, hub))
    if name == "pool":
        return Free(opening, ConstantWeights(units, weights))
    return Basket(opening, weights, POLICIES[name], gas_price)
