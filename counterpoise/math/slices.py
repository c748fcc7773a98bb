"""The twin of contracts/math/Slices.sol: a way that is gone in slices, and how much of it when."""

from dataclasses import dataclass

from counterpoise.math.fixed_point import ONE, zero_floor_sub

D36 = 10**36
MOST_URGENT = 8 * ONE  # D18{1}: half of the time does 98 % of the way.
CRUMBS = 8  # What is left of a slice when it is an eighth of it is not worth its gas.
TERMS = 12  # of the series after the first, and two more for each whole x


@dataclass(frozen=True, slots=True)
class Cut:
    """How a way is cut."""

    slices: int
    interval: int  # {s} from one to the next
    urgency: int  # D18{1}, kT of math 5.4; 0: all slices are the same


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme under way; what is spent in a slice is taken off when the next one begins."""

    distance: int = 0  # D18{1}, the whole way; 0: there is none
    left: int = 0  # D18{1}, of it, when the slice began
    spent: int = 0  # D18{1}, in the slice
    start: int = 0  # {s}
    slice: int = 0  # the last one in which something was spent

    def slice_at(self, cut: Cut, time: int) -> int:
        """The number of the slice at a time {s}; from `cut.slices` on the programme is over."""
        return zero_floor_sub(time, self.start) // cut.interval

    def roll(self, cut: Cut, time: int) -> "Programme":
        """The same in the slice of a time {s}, of which nothing may be spent yet."""
        number = self.slice_at(cut, time)
        if number <= self.slice:
            return self
        return Programme(self.distance, self.left - self.spent, 0, self.start, number)

    def allowed(self, cut: Cut) -> int:
        """What may still be spent in the slice, D18{1}: at most twice what was meant for it.

        Crumbs of a slice are left to the next.
        """
        most, meant = self._urgent(cut) if cut.urgency else self._even(cut.slices)
        most = min(most, 2 * meant)
        left = zero_floor_sub(most, self.spent)
        return left if left * CRUMBS > most else 0

    def _even(self, slices: int) -> tuple[int, int]:
        """The same for all: math 5.4, TWAP."""
        return self.left // (slices - self.slice), self.distance // slices

    def _urgent(self, cut: Cut) -> tuple[int, int]:
        """Down to what should be left when the slice is over."""
        whole, each = _sinh(cut.urgency * ONE), cut.urgency * ONE // cut.slices
        rest = cut.slices - self.slice
        first = self.distance * _sinh(each * rest) // whole
        last = -(-self.distance * _sinh(each * (rest - 1)) // whole)
        return zero_floor_sub(self.left, last), zero_floor_sub(first, last)


def begin(distance: int, time: int) -> Programme:
    """A programme of a distance D18{1} that begins at a time {s}."""
    return Programme(distance, distance, 0, time, 0)


def remaining(urgency: int, part: int) -> int:
    """The part of a way that is left after a part of the time: sinh(k (1 - f)) / sinh(k).

    Both D18{1}, rounded down, to a unit; it never rises with time.
    """
    return _sinh(urgency * (ONE - part)) * ONE // _sinh(urgency * ONE)


def _sinh(x: int) -> int:
    """x (1 + x^2/(2*3) (1 + x^2/(4*5) (1 + ...))), D36{1}, each step rounded down."""
    square, total = x * x // D36, D36
    for k in range(2 * TERMS + 4 * (x // D36), 0, -2):
        total = D36 + square * total // (k * (k + 1) * D36)
    return x * total // D36
