"""The twin of contracts/constraint/DriftConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.constraint.timeless import TimelessConstraint
from counterpoise.errors import BandsTooClose, WithinBand
from counterpoise.math.bounds import require_at_most
from counterpoise.math.fixed_point import ONE
from counterpoise.math.weights import max_drift
from counterpoise.types import State

MAX_OUTER = ONE // 4  # D18{1}, a quarter: two halves never drift by more than a half.


@dataclass(slots=True)
class DriftConstraint(TimelessConstraint):
    """A rebalance starts beyond the outer band and may go on until all is inside the inner one."""

    outer: int  # D18{1}
    inner: int  # D18{1}, at most four fifths of the outer band
    is_active: bool = False  # Between the slices of one rebalance.

    def __post_init__(self) -> None:
        if self.inner == 0 or self.inner * 5 > self.outer * 4:
            raise BandsTooClose(self.inner, self.outer)
        require_at_most("outer", self.outer, MAX_OUTER)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `WithinBand` where no asset has drifted beyond the band."""
        band = self.inner if self.is_active else self.outer
        drift = max_drift(start, target)
        if drift <= band:
            raise WithinBand(drift, band)

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """Judges, then remembers whether there is more to do."""
        self.judge(start, target, end)
        self.is_active = max_drift(end, target) > self.inner

    def edges_of(self, state: State, target: Sequence[int]) -> tuple[int, ...]:
        """How far each asset may still be from its target when a rebalance may stop, D18{1}."""
        return (self.inner,) * len(target)
