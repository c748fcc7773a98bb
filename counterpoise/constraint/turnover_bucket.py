"""The twin of contracts/constraint/TurnoverBucketConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.constraint.timeless import TimelessConstraint
from counterpoise.errors import TurnoverBudgetExceeded
from counterpoise.math.bounds import require_between, require_some
from counterpoise.math.fixed_point import ONE
from counterpoise.math.token_bucket import Bucket
from counterpoise.math.valuation import turnover
from counterpoise.types import State

MAX_RATE = 24 * ONE  # D18{1/day}: the whole vault each hour is no brake.
YEAR = 365  # {day}, in which a bucket fills: so one that nobody has touched is full.


@dataclass(slots=True)
class TurnoverBucketConstraint(TimelessConstraint):
    """Rebalances part with no more than is in a bucket, which fills with time up to a cap."""

    cap: int  # D18{1}
    rate: int  # D18{1/day}
    bucket: Bucket = field(default_factory=Bucket)

    def __post_init__(self) -> None:
        require_some("cap", self.cap, ONE)
        require_between("rate", self.rate, -(-self.cap // YEAR), MAX_RATE)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `TurnoverBudgetExceeded` where the assets that fell have lost more."""
        self._left(start, end)

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """Judges, then takes it out of the bucket."""
        self.bucket = Bucket(self._left(start, end), start.time)

    def budget_of(self, time: int) -> int:
        """D18{1} of the value that a rebalance at a time {s} may part with."""
        return self.bucket.budget_at(self.cap, self.rate, time)

    def _left(self, start: State, end: State) -> int:
        sold, budget = turnover(start, end), self.budget_of(start.time)
        if sold > budget:
            raise TurnoverBudgetExceeded(sold, budget)
        return budget - sold
