"""The twin of contracts/constraint/ProgressConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.constraint.stateless import StatelessConstraint
from counterpoise.errors import NoProgress, Overshot
from counterpoise.math.bounds import require_at_most
from counterpoise.math.fixed_point import ONE
from counterpoise.math.weights import gap, total_drift
from counterpoise.types import State

MAX_TOLERANCE = ONE // 10  # D18{1}, a tenth: all that a rebalance may cost.


@dataclass(frozen=True, slots=True)
class ProgressConstraint(StatelessConstraint):
    """A rebalance brings the vault nearer to its target, and no asset past its own (I-11, I-12)."""

    tolerance: int  # D18{1}, as a cost or a gain elsewhere moves every weight a little

    def __post_init__(self) -> None:
        require_at_most("tolerance", self.tolerance, MAX_TOLERANCE)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `NoProgress` or `Overshot`."""
        drift, left = total_drift(start, target), total_drift(end, target)
        if left >= drift:
            raise NoProgress(drift, left)
        slack = self.tolerance * end.value
        for a, b, wanted in zip(start.assets, end.assets, target, strict=True):
            before, after = gap(a.value, wanted, start.value), gap(b.value, wanted, end.value)
            if abs(after) > slack and (before <= 0 if after > 0 else before >= 0):
                raise Overshot(b.token, b.value * ONE // end.value, wanted, self.tolerance)
