"""How far a weight may drift where a trade costs a part of what is traded, and something each time.

What is lost in a year is least where a weight that has drifted by L is traded back to a (math 1.2):

    J(a, L) = dislike (L^2 + a^2) / 12 + variance (fixed + cost (L - a)) / (L^2 - a^2)

With s = L + a, d = L - a and K = 12 variance / dislike both its slopes are 0 where d^3 s = K fixed
and d^2 s = s^3 - K cost. Without d that is (s^3 - K cost)^3 = (K fixed)^2 s, of which one root is
above 0. So all is found in integers, and nothing is searched for in two dimensions.
"""

from collections.abc import Callable
from dataclasses import dataclass

from counterpoise.math.bounds import require_at_most, require_between
from counterpoise.math.fixed_point import ONE, cbrt

FINE = 10**18  # from D18 to the D36 of what is searched for
MOST = 10**20  # D18{1/year}, of a variance and of a dislike (math 0.4)


@dataclass(frozen=True, slots=True)
class Losses:
    """What drifting and trading cost. Raises `LimitOutOfRange`."""

    cost: int  # D18{1} of what is traded
    fixed: int  # D18{1} of the whole, each time
    variance: int  # D18{1/year}, of the drift
    dislike: int  # D18{1/year}: half of it times the drift's square is lost in a year

    def __post_init__(self) -> None:
        require_at_most("cost", self.cost, ONE)
        require_between("fixed", self.fixed, 0 if self.cost else 1, ONE)
        require_between("variance", self.variance, 1, MOST)
        require_between("dislike", self.dislike, 1, 100 * MOST)


@dataclass(frozen=True, slots=True)
class Band:
    """Where trading begins, and where it ends, as far from the target on either side."""

    back: int  # a, D18{1}
    outer: int  # L, D18{1}

    def loss(self, of: Losses) -> int:
        """J, D18{1/year}, each of its three parts rounded down; L is above 0.

        And above a where each trade costs something.
        """
        drifting = of.dislike * (self.outer**2 + self.back**2) // (12 * ONE**2)
        trading = of.variance * of.cost // (self.outer + self.back)
        if of.fixed:
            trading += of.variance * of.fixed * ONE // (self.outer**2 - self.back**2)
        return drifting + trading


def both_costs(of: Losses) -> Band:
    """The band that loses the least in a year; each of its ends is rounded down.

    Without a fixed cost both are the cube root of 3 cost variance / (2 dislike); with nothing else
    a is 0, and L the fourth root of 12 fixed variance / dislike.
    """
    scale = 12 * of.variance

    def falls_short(s: int) -> bool:
        excess = of.dislike * s**3 - scale * of.cost * 10**90
        return excess**3 <= (scale * of.fixed) ** 2 * of.dislike * s * 10**252

    s = _last(falls_short)  # D36
    d = cbrt(scale * of.fixed * 10**126 // (of.dislike * s))  # D36
    return Band(max(s - d, 0) // (2 * FINE), (s + d) // (2 * FINE))


def _last(holds: Callable[[int], bool]) -> int:
    """The greatest number of which something holds, that holds of all below it, and of 1."""
    step = 1
    while holds(2 * step):
        step *= 2
    last = 0
    while step:
        last, step = last + step * holds(last + step), step >> 1
    return last
