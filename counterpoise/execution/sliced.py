"""The twin of contracts/execution/SlicedPlanner.sol: another planner goes a part of the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from counterpoise.execution.planner import Planner
from counterpoise.math.fixed_point import MAX, ONE, mul_div_up, zero_floor_sub
from counterpoise.math.projection import project
from counterpoise.math.stride import part, towards, way_to
from counterpoise.math.weights import total_drift, weigh
from counterpoise.types import Order, State


class Bands(Protocol):
    """Says how near is near enough, as interfaces/IBands.sol has it."""

    def edges_of(self, state: State, target: Sequence[int]) -> tuple[int, ...]: ...


class Budget(Protocol):
    """Says how much more may be turned over, as interfaces/IBudget.sol has it, of one account."""

    def budget_of(self, time: int) -> int: ...


class Programme(Protocol):
    """Says how large a slice is, as interfaces/IProgramme.sol has it, of one account."""

    def slice_of(self, drift: int, time: int) -> int: ...


@dataclass(frozen=True, slots=True)
class SlicedPlanner:
    """Goes to the edges of bands, and as far as bucket and programme allow, where there are any."""

    inner: Planner
    bands: Bands | None = None
    bucket: Budget | None = None
    programme: Programme | None = None

    @property
    def max_cost(self) -> int:
        """D18{1}, the inner planner's."""
        return self.inner.max_cost

    def plan(self, state: State, target: Sequence[int], hint: bytes = b"") -> tuple[Order, ...]:
        """The inner planner's orders towards a goal on the way to the target D18{1}.

        Raises `NothingToWeigh`, and as those whom it asks do.
        """
        return self.inner.plan(state, self.goal_of(state, target), hint)

    def goal_of(self, state: State, target: Sequence[int]) -> tuple[int, ...]:
        """The weights to head for, D18{1}, their sum exactly 1e18."""
        held = weigh(state)
        goal = tuple(target)
        if self.bands is not None:
            goal = _nearest(held, target, self.bands.edges_of(state, target))
        step = part(self._most(state, target), way_to(held, goal))
        return goal if step == ONE else towards(held, goal, step)

    def _most(self, state: State, target: Sequence[int]) -> int:
        """What may be sold in this plan, D18{1}; one where nobody limits it."""
        most = ONE
        if self.bucket is not None:
            most = min(most, self.bucket.budget_of(state.time))
        if self.programme is not None:
            drift = total_drift(state, target)
            most = min(most, self.programme.slice_of(drift, state.time))
        if most == ONE:
            return ONE
        return zero_floor_sub(most * (ONE - self.max_cost) // ONE, _specks(state))


def _nearest(held: Sequence[int], target: Sequence[int], edges: Sequence[int]) -> tuple[int, ...]:
    """The nearest weights of which none is farther from its target than its edge, D18{1}."""
    low = tuple(map(zero_floor_sub, target, edges))
    high = tuple(min(it + edge, MAX) for it, edge in zip(target, edges, strict=True))
    return project(held, low, high)


def _specks(state: State) -> int:
    """Amounts are whole units: so much may the assets be off their goals, D18{1}."""
    units = sum(it.price // it.unit + 1 for it in state.assets)
    return mul_div_up(units, ONE, state.value) + 2 * len(state.assets)
