"""The twin of contracts/constraint/SlippageConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.constraint.stateless import StatelessConstraint
from counterpoise.errors import SlippageTooHigh
from counterpoise.math.bounds import require_at_most
from counterpoise.math.fixed_point import ONE, zero_floor_sub
from counterpoise.types import State

MOST = ONE // 10  # D18{1}, a tenth, as of the whole value


@dataclass(frozen=True, slots=True)
class SlippageConstraint(StatelessConstraint):
    """What the trades of a rebalance lose is a fraction of what they part with."""

    max_slippage: int  # D18{1} of what is parted with

    def __post_init__(self) -> None:
        require_at_most("maxSlippage", self.max_slippage, MOST)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `SlippageTooHigh`, both in D18{USD}."""
        pairs = zip(start.assets, end.assets, strict=True)
        sold = sum(zero_floor_sub(a.value, b.value) for a, b in pairs)
        lost, allowed = zero_floor_sub(start.value, end.value), sold * self.max_slippage // ONE
        if lost > allowed:
            raise SlippageTooHigh(lost, allowed)
