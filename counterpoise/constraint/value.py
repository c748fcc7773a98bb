"""The twin of contracts/constraint/ValueConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.constraint.stateless import StatelessConstraint
from counterpoise.errors import ValueGained, ValueLost
from counterpoise.math.bounds import require_at_most
from counterpoise.math.fixed_point import ONE
from counterpoise.math.valuation import change
from counterpoise.types import State

MOST = ONE // 10  # D18{1}, a tenth: ten times the dearest fee tier, 1 %, on everything.


@dataclass(frozen=True, slots=True)
class ValueConstraint(StatelessConstraint):
    """One rebalance costs at most a fraction, and gains no more than can be true."""

    max_loss: int  # D18{1} of the starting value
    max_gain: int  # D18{1} of the starting value

    def __post_init__(self) -> None:
        require_at_most("maxLoss", self.max_loss, MOST)
        require_at_most("maxGain", self.max_gain, MOST)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `ValueLost` or `ValueGained`."""
        lost, gained = change(start.value, end.value)
        if lost > self.max_loss:
            raise ValueLost(lost, self.max_loss)
        if gained > self.max_gain:
            raise ValueGained(gained, self.max_gain)
