"""The twin of contracts/strategy/GuardedStrategy.sol: before a strategy, so that no fault hurts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from counterpoise.errors import Refusal, StrategyFaulted, WeightCount, WeightSum
from counterpoise.math.bounds import require_between
from counterpoise.math.corridor import Walls, build, nearest
from counterpoise.math.fixed_point import MAX, ONE
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import State

MIN_STIPEND, MAX_STIPEND = 50_000, 5_000_000  # {gas}


class Pace(Protocol):
    """Remembers the last good target, as interfaces/IPace.sol has it, of one account."""

    def last_of(self, n: int) -> tuple[tuple[int, ...], int]: ...

    def window_of(self, n: int, time: int) -> tuple[tuple[int, ...], tuple[int, ...]]: ...


@dataclass(slots=True)
class GuardedStrategy:
    """Wants what another wants, within walls and a pace; where that fails, the last weights stay.

    A chain's gas and the code at an address have no twin: an inner strategy that fails by them
    raises what the chain would give as the reason.
    """

    address: str  # of the inner strategy
    inner: Strategy
    stipend: int  # {gas} that it gets
    pace: Pace
    walls: Walls  # D18{1}; kept rounded inwards to whole nanos

    def __post_init__(self) -> None:
        require_between("stipend", self.stipend, MIN_STIPEND, MAX_STIPEND)
        self.walls = build(self.walls)

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises `StrategyFaulted` where there are no last weights to stay with."""
        n = len(state.assets)
        if len(self.walls.low) != n:
            raise WeightCount(len(self.walls.low), n)
        wanted = self._ask(state)
        if isinstance(wanted, Refusal):
            wanted = self._last(n, wanted)
        return nearest(self.walls, wanted, *self.pace.window_of(n, state.time))

    def fault_of(self, state: State) -> Refusal | None:
        """Why the inner strategy is not heard, where it is not."""
        wanted = self._ask(state)
        return wanted if isinstance(wanted, Refusal) else None

    def _ask(self, state: State) -> tuple[int, ...] | Refusal:
        """What the inner strategy wants, or what is wrong with it."""
        try:
            wanted = tuple(self.inner.target(state))
        except Refusal as refusal:
            return refusal
        return _fault_in(wanted, len(state.assets)) or wanted

    def _last(self, n: int, reason: Refusal) -> tuple[int, ...]:
        last, time = self.pace.last_of(n)
        if time == 0:
            raise StrategyFaulted(self.address, reason)
        return last


def _fault_in(wanted: Sequence[int], n: int) -> Refusal | None:
    if len(wanted) != n:
        return WeightCount(len(wanted), n)
    total = min(sum(wanted), MAX)
    return None if total == ONE else WeightSum(total)
