"""The twin of contracts/math/Decay.sol: how memories fade with time, and what is made of them."""

from counterpoise.math.exponential import exp_wad
from counterpoise.math.fixed_point import ONE, sqrt

YEAR = 365 * 86_400  # {s}
MAX_RETURN = ONE // 2  # D18{1}; a larger one counts as this (math 2.1).


def kept(time: int, tau: int) -> int:
    """What is left of a memory after {s}: exp(-time/tau), D18{1}, to a unit."""
    return exp_wad(-(time * ONE // tau))


def blend(variance: int, change: int, time: int, tau: int) -> int:
    """What a memory of squared returns becomes with one more, D18{1/year}, rounded down (math 2.1).

    `change`: D18{1}, cut; `time`: {s} that it took, above 0.
    """
    left = kept(time, tau)
    return (left * variance + (ONE - left) * change**2 // ONE * YEAR // time) // ONE


def clip(change: int) -> int:
    """A return, cut to what counts."""
    return max(-MAX_RETURN, min(change, MAX_RETURN))


def root_up(variance: int) -> int:
    """The volatility of a variance, D18{1/sqrt(year)}, rounded up (math 0.5)."""
    root = sqrt(variance * ONE)
    return root + (root * root < variance * ONE)
