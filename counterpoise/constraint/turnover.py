"""The twin of contracts/constraint/TurnoverConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.constraint.stateless import StatelessConstraint
from counterpoise.errors import TurnoverExceeded
from counterpoise.math.bounds import require_at_most
from counterpoise.math.fixed_point import ONE
from counterpoise.math.valuation import turnover
from counterpoise.types import State


@dataclass(frozen=True, slots=True)
class TurnoverConstraint(StatelessConstraint):
    """One rebalance parts with at most a fraction of the vault's value."""

    max_turnover: int  # D18{1} of the starting value

    def __post_init__(self) -> None:
        require_at_most("maxTurnover", self.max_turnover, ONE)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `TurnoverExceeded` where the assets that fell have lost more."""
        sold = turnover(start, end)
        if sold > self.max_turnover:
            raise TurnoverExceeded(sold, self.max_turnover)
