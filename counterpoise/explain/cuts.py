"""Which of a planner's limits hold its trades back: those without which it would plan others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterpoise.engine import Planner
from counterpoise.errors import Refusal
from counterpoise.execution.hub import HubPlanner
from counterpoise.execution.sliced import SlicedPlanner
from counterpoise.math.fixed_point import ONE
from counterpoise.math.weights import total_drift
from counterpoise.types import Order, State

# Each limit where it holds nothing back; the bounds are those of `Limits`.
LOOSE = {
    "damping": ONE,
    "max_turnover": ONE,
    "max_impact": ONE // 2,
    "max_loss": ONE // 2,
    "min_trade": 0,
}


@dataclass(frozen=True, slots=True)
class Cut:
    """A limit that a plan runs into."""

    limit: str
    value: int  # D18{1}; D18{USD} of the least trade


def cuts(
    planner: Planner, state: State, target: Sequence[int], orders: Sequence[Order]
) -> tuple[Cut, ...]:
    """The limits without which, each alone, other amounts would be sold."""
    if isinstance(planner, SlicedPlanner):
        inner = cuts(planner.inner, state, planner.goal_of(state, target), orders)
        return (*_slices(planner, state, target, orders), *inner)
    if not isinstance(planner, HubPlanner):
        return ()
    limits = {name: getattr(planner.limits, name) for name in LOOSE}
    return tuple(
        Cut(name, value)
        for name, value in limits.items()
        if value != LOOSE[name] and _binds(planner, name, state, target, orders)
    )


def _slices(
    planner: SlicedPlanner, state: State, target: Sequence[int], orders: Sequence[Order]
) -> tuple[Cut, ...]:
    """What a planner asks before another one, with what it was told: of bands the widest edge."""
    found: list[tuple[Cut, SlicedPlanner]] = []
    if planner.bands is not None:
        edge = max(planner.bands.edges_of(state, target))
        found.append((Cut("bands", edge), replace(planner, bands=None)))
    if planner.bucket is not None:
        budget = planner.bucket.budget_of(state.time)
        found.append((Cut("bucket", budget), replace(planner, bucket=None)))
    if planner.programme is not None:
        slice_ = planner.programme.slice_of(total_drift(state, target), state.time)
        found.append((Cut("programme", slice_), replace(planner, programme=None)))
    return tuple(cut for cut, loose in found if _differs(loose, state, target, orders))


def _binds(
    planner: HubPlanner, name: str, state: State, target: Sequence[int], orders: Sequence[Order]
) -> bool:
    loose = replace(planner, limits=replace(planner.limits, **{name: LOOSE[name]}))
    return _differs(loose, state, target, orders)


def _differs(loose: Planner, state: State, target: Sequence[int], orders: Sequence[Order]) -> bool:
    try:
        return _sales(loose.plan(state, target)) != _sales(orders)
    except Refusal:
        return False


def _sales(orders: Sequence[Order]) -> list[tuple[str, str, int]]:
    """Without what is asked for in return, which a bound on the loss always moves."""
    return [(it.sell, it.buy, it.sell_amount) for it in orders]
