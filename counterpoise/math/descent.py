"""The twin of contracts/math/Descent.sol: how the price of a Dutch auction falls (math 5.6)."""

from counterpoise.math.exponential import exp_wad, ln_wad
from counterpoise.math.fixed_point import ONE, full_mul_div_up


def span(high: int, low: int) -> int:
    """How far it falls in all: ln(high/low), D18{1}, rounded up, by less than three units.

    Both in any one unit, `low` above 0. Raises `FullMulDivFailed` where it is 0.
    """
    return ln_wad(full_mul_div_up(high, ONE, low)) + 1


def at(high: int, low: int, fall: int, elapsed: int, duration: int) -> int:
    """Where it has come to after {s}, rounded up, never outside of [low, high].

    high*exp(-fall*elapsed/duration), with `fall` the `span` of both.
    """
    if elapsed == 0:
        return high
    if elapsed >= duration:
        return low
    left = exp_wad(-(fall * elapsed // duration))
    return min(max(full_mul_div_up(high, left + 1, ONE), low), high)
