"""The twin of contracts/constraint/SliceConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from counterpoise.errors import SliceTooLarge, SliceUsed
from counterpoise.math.bounds import require_at_most, require_between, require_some
from counterpoise.math.fixed_point import ONE
from counterpoise.math.slices import MOST_URGENT, Cut, Programme, begin
from counterpoise.math.valuation import turnover
from counterpoise.math.weights import total_drift
from counterpoise.types import State

MOST_SLICES = 100
GROWN = 2  # Times its way: with the next slice a programme that is too small begins anew.
MAX_TIME = 7 * 86_400  # {s} of a programme, as long as the longest pause.
LEAST, MOST = 10**12, ONE // 2  # D18{1}


@dataclass(slots=True)
class SliceConstraint:
    """A long way to the target is gone in slices, one in each interval."""

    slices: int
    interval: int  # {s}
    urgency: int  # D18{1}, 0: all slices are the same
    least: int  # D18{1}, what is gone in one
    programme: Programme = field(default_factory=Programme)

    def __post_init__(self) -> None:
        require_between("slices", self.slices, 2, MOST_SLICES)
        require_some("interval", self.interval, MAX_TIME // self.slices)
        require_at_most("urgency", self.urgency, MOST_URGENT)
        require_between("least", self.least, LEAST, MOST)

    def require_ready(self, time: int) -> None:
        """Raises `SliceUsed` where the slice of a time {s} is spent."""
        if self._runs(time):
            self._require_some(self.programme.roll(self._cut, time), time)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `SliceUsed`, or `SliceTooLarge` where the assets that fell have lost more."""
        self._judge(start, target, end)

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """Judges, then remembers what was spent; a programme that leaves little has ended."""
        programme = self._judge(start, target, end)
        done = programme.distance == 0 or total_drift(end, target) <= self.least
        self.programme = Programme() if done else programme

    def slice_of(self, drift: int, time: int) -> int:
        """D18{1} of the value that a rebalance from a drift D18{1} at a time {s} may part with."""
        programme = self._at(drift, time)
        return programme.allowed(self._cut) if programme.distance else ONE

    def _judge(self, start: State, target: Sequence[int], end: State) -> Programme:
        programme = self._at(total_drift(start, target), start.time)
        if programme.distance == 0:
            return programme
        most, sold = self._require_some(programme, start.time), turnover(start, end)
        if sold > most:
            raise SliceTooLarge(sold, most)
        return replace(programme, spent=programme.spent + sold)

    def _require_some(self, it: Programme, time: int) -> int:
        most = it.allowed(self._cut)
        if most == 0:
            raise SliceUsed(time, it.start + (it.slice + 1) * self.interval)
        return most

    def _at(self, drift: int, time: int) -> Programme:
        """The programme of the moment: the one that runs, a new one, or nothing."""
        if self._runs(time):
            now = self.programme.roll(self._cut, time)
            if now is self.programme or drift <= GROWN * now.distance:
                return now
        return begin(drift, time) if drift > self.least else Programme()

    def _runs(self, time: int) -> bool:
        return self.programme.distance > 0 and (
            self.programme.slice_at(self._cut, time) < self.slices
        )

    @property
    def _cut(self) -> Cut:
        return Cut(self.slices, self.interval, self.urgency)
