"""The twin of contracts/constraint/CalendarConstraint.sol: one rebalance a slot."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from counterpoise.errors import NotDue
from counterpoise.math.bounds import require_between
from counterpoise.math.fixed_point import zero_floor_sub
from counterpoise.math.valuation import turnover
from counterpoise.types import State

LEAST_PERIOD = 60  # {s}, five blocks: a shorter one is no calendar.
MAX_PERIOD = 366 * 86_400  # {s}, a leap year
LEAST, MOST = 10**12, 10**17  # D18{1} of the vault's value, that a slot is taken by


def require_calendar(period: int, least: int) -> None:
    """Raises `LimitOutOfRange`: {s} of a slot, and D18{1} from which on a rebalance takes it."""
    require_between("period", period, LEAST_PERIOD, MAX_PERIOD)
    require_between("least", least, LEAST, MOST)


def slot_at(time: int, anchor: int, period: int) -> int:
    """The slot at a time {s}; before the anchor it is the first."""
    return zero_floor_sub(time, anchor) // period


class CalendarConstraint(ABC):
    """What a constraint of a calendar does; each says for itself when a slot is due.

    The chain also refuses an anchor that is still to come when it is deployed.
    """

    last_slot: int

    @property
    @abstractmethod
    def takes_slot(self) -> int:
        """D18{1} of the vault's value, sold: from which on a rebalance takes its slot."""

    @abstractmethod
    def slot_at(self, time: int) -> int:
        """The slot at a time {s}; before the anchor it is the first."""

    @abstractmethod
    def next_moment(self, time: int) -> int:
        """{s}, from when on it may rebalance, asked at a time {s}."""

    def require_ready(self, time: int) -> None:
        """Raises `NotDue` before the next slot, at a time {s}."""
        due = self.next_moment(time)
        if time < due:
            raise NotDue(time, due)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `NotDue` before the next slot."""
        self.require_ready(start.time)

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """Judges; then the slot is used, unless next to nothing was traded."""
        self.judge(start, target, end)
        if turnover(start, end) >= self.takes_slot:
            self.last_slot = self.slot_at(start.time)
