"""The twin of contracts/math/VirtualReserves.sol: liquidity within a range as plain reserves."""

from counterpoise.math.fixed_point import ONE, full_mul_div, sqrt

FINE = 10**36  # D36{1}: of a root, as little is left of 1 less it.
Q96 = 2**96  # What a root of a price is a fraction of.


def reserves_of(liquidity: int, sqrt_price: int) -> tuple[int, int]:
    """L/sqrt(P) and L*sqrt(P), {unit}, rounded down; the root is D96 (math 2.5, 5.3)."""
    return full_mul_div(liquidity, Q96, sqrt_price), full_mul_div(liquidity, sqrt_price, Q96)


def depth(reserve: int, impact: int) -> int:
    """The sale {unit} that moves the price by `impact` D18{1}, as far as the liquidity goes.

    x * (1/sqrt(1 - s) - 1), its fee aside, rounded down.
    """
    square = (ONE - impact) * ONE * FINE
    root = sqrt(square)
    root += root * root < square
    return full_mul_div(reserve, FINE - root, root)
