"""The twin of contracts/constraint/ProgressConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.constraint.stateless import StatelessConstraint
from counterpoise.errors import NoProgress, Overshot
from counterpoise.math.weights import total_drift, weigh
from counterpoise.types import State


@dataclass(frozen=True, slots=True)
class ProgressConstraint(StatelessConstraint):
    """A rebalance brings the vault nearer to its target, and no asset past its own (I-11, I-12)."""

    tolerance: int  # D18{1}, as a cost or a gain elsewhere moves every weight a little

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `NoProgress` or `Overshot`."""
        before, after = weigh(start.values, start.value), weigh(end.values, end.value)
        drifts = total_drift(before, target), total_drift(after, target)
        if drifts[1] >= drifts[0]:
            raise NoProgress(*drifts)
        for row in zip(start.assets, before, after, target, strict=True):
            self._require_no_overshoot(*row)

    def _require_no_overshoot(self, asset: str, before: int, after: int, target: int) -> None:
        above = before <= target and after > target + self.tolerance
        below = before >= target and after + self.tolerance < target
        if above or below:
            raise Overshot(asset, after, target, self.tolerance)
