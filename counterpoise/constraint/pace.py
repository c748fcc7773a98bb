"""The twin of contracts/constraint/PaceConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.constraint.timeless import TimelessConstraint
from counterpoise.errors import TargetTooFast
from counterpoise.math.bounds import require_between
from counterpoise.math.fixed_point import ONE, zero_floor_sub
from counterpoise.math.nano import UNIT, rounded
from counterpoise.math.weights import require_valid
from counterpoise.types import State

LEAST = UNIT  # D18{1}, and a second's: what is remembered has no less


@dataclass(slots=True)
class PaceConstraint(TimelessConstraint):
    """No weight of the target moves faster than a pace, nor further than a step at once."""

    max_step: int  # D18{1}, from one target to the next
    pace: int  # D18{1/s}
    last: tuple[int, ...] = ()  # D18{1}, in whole nanos; what follows the vault's assets is 0
    time: int = 0  # {s}, of that target; 0 where there has been none

    def __post_init__(self) -> None:
        require_between("maxStep", self.max_step, LEAST, ONE)
        require_between("pace", self.pace, LEAST, ONE)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `TargetTooFast`, `WeightCount` or `WeightSum`."""
        require_valid(target, len(start.assets))
        low, high = self.window_of(len(target), start.time)
        for i, weight in enumerate(rounded(target)):
            if not low[i] <= weight <= high[i]:
                raise TargetTooFast(start.assets[i].token, target[i], low[i], high[i])

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """Judges, then remembers the target."""
        self.judge(start, target, end)
        self.last, self.time = rounded(target), start.time

    def last_of(self, n: int) -> tuple[tuple[int, ...], int]:
        """The last target of n weights, D18{1}, and its time {s}; zeros where there is none."""
        return (self.last + (0,) * n)[:n], self.time

    def window_of(self, n: int, time: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The least and the most that each of n weights may be at a time {s}, D18{1}."""
        last, since = self.last_of(n)
        waited = self.pace * zero_floor_sub(time, since)
        step = min(waited, self.max_step) if since else ONE
        step -= step % UNIT
        return tuple(zero_floor_sub(it, step) for it in last), tuple(
            min(it + step, ONE) for it in last
        )
