"""The twin of contracts/math/NormalDistribution.sol: how likely a number is not passed."""

from functools import reduce

from counterpoise.math.exponential import exp_wad
from counterpoise.math.fixed_point import ONE

END = 93 * ONE // 10  # D18{1}: from here on what is left is below a hundredth of a unit.
FINER = 12  # {bit} more of the exponential
LN_FINER = 8_317_766_166_719_343_713  # D18{1}, 12 ln 2, within a hundredth of a unit.

# X96: N and D of math 6.1, the coefficient of the highest power first.
NUMERATOR = (
    0x31CD4AB3E62832B770DA,
    0x557DF1920E972A2A55548,
    0x455BBCA131B78BE5DE6A48,
    0x228A48883E87ABD0D5E3A76,
    0xB874A0D8F1DCF22D6D47F92,
    0x2A562A81CB161C3C85DA9E05,
    0x6926C93DB2050946CEB8F571,
    0xA3E2098D79E50ACF8DDE11A7,
    0x80000000000000005C6EDF3D,
)
DENOMINATOR = (
    0x7CD5BB97C614ED8FEF40,
    0xD64BEFEA6E04EBF999BA5,
    0xAE57D6EF2DA925E6A7815D,
    0x576AA753A70CFE4FD921AB3,
    0x1D929FBC520F5368F38AAA5D,
    0x6F6E45384D608D7BB3DA71A8,
    0x1231CD844CA0A491C1315455F,
    0x1FACC0AF99A9FDDB78BA74E9E,
    0x214063CB9957C9ADF3BBE940F,
    0x1000000000000000000000000,
)


def cdf(z: int) -> int:
    """The part of a normal distribution below z, D18{1} to D18{1}; less than a unit off."""
    below = _tail(abs(z))
    return ONE - below if z > 0 else below


def _tail(z: int) -> int:
    """The part beyond z >= 0, D18{1}: exp(-z^2/2) N(z)/D(z), rounded to the nearest."""
    if z >= END:
        return 0
    fall = exp_wad(LN_FINER - (z * z + ONE) // (2 * ONE))
    x = (z << 96) // ONE
    under = _polynomial(DENOMINATOR, x) << FINER
    return (fall * _polynomial(NUMERATOR, x) + under // 2) // under


def _polynomial(coefficients: tuple[int, ...], x: int) -> int:
    """X96, by Horner's rule."""
    return reduce(lambda sum_, each: (sum_ * x >> 96) + each, coefficients)
