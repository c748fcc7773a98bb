"""The twin of contracts/constraint/LossBudgetConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.constraint.timeless import TimelessConstraint
from counterpoise.errors import BudgetEmpty, LossBudgetExceeded
from counterpoise.math.bounds import require_at_most
from counterpoise.math.fixed_point import ONE, minus, zero_floor_sub
from counterpoise.math.valuation import change
from counterpoise.types import State

PERIOD = 86_400  # {s} in which a full bucket leaks empty.
MAX_BUDGET = ONE // 10  # D18{1}, a tenth: what a stolen key may burn before a pause.


@dataclass(slots=True)
class LossBudgetConstraint(TimelessConstraint):
    """Losses fill a bucket that leaks with time; none may fill it beyond half the daily budget."""

    daily_budget: int  # D18{1}, the most that any 24 hours may cost
    used: int = 0  # D18{1}
    time: int = 0  # {s}
    capacity: int = field(init=False)  # D18{1}

    def __post_init__(self) -> None:
        if self.daily_budget < 2:
            raise BudgetEmpty
        require_at_most("dailyBudget", self.daily_budget, MAX_BUDGET)
        self.capacity = self.daily_budget // 2

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `LossBudgetExceeded` where the loss would overfill the bucket."""
        self._used(start, end)

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """Judges, then fills the bucket."""
        self.used, self.time = self._used(start, end), start.time

    def used_at(self, time: int) -> int:
        """D18{1}, what is left in the bucket at a time {s}."""
        return zero_floor_sub(self.used, minus(time, self.time) * self.capacity // PERIOD)

    def _used(self, start: State, end: State) -> int:
        lost, _ = change(start.value, end.value)
        used = self.used_at(start.time) + lost
        if lost > 0 and used > self.capacity:
            raise LossBudgetExceeded(used, self.capacity)
        return used
