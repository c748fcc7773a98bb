"""Integer arithmetic with the EVM's rounding and refusals: solady's FixedPointMathLib and sdiv."""

from math import isqrt

from counterpoise.errors import FullMulDivFailed, MulDivFailed, Panic

ONE = 10**18  # D18{1}
MAX = 2**256 - 1


def mul_div(x: int, y: int, d: int) -> int:
    """x*y/d, rounded down; the product must fit 256 bits. Raises `MulDivFailed`."""
    if d == 0 or x * y > MAX:
        raise MulDivFailed
    return x * y // d


def mul_div_up(x: int, y: int, d: int) -> int:
    """x*y/d, rounded up; the product must fit 256 bits. Raises `MulDivFailed`."""
    if d == 0 or x * y > MAX:
        raise MulDivFailed
    return -(-x * y // d)


def full_mul_div(x: int, y: int, d: int) -> int:
    """x*y/d, rounded down; the quotient must fit 256 bits. Raises `FullMulDivFailed`."""
    if d == 0 or x * y // d > MAX:
        raise FullMulDivFailed
    return x * y // d


def full_mul_div_up(x: int, y: int, d: int) -> int:
    """x*y/d, rounded up; the quotient must fit 256 bits. Raises `FullMulDivFailed`."""
    if d == 0 or -(-x * y // d) > MAX:
        raise FullMulDivFailed
    return -(-x * y // d)


def sqrt(x: int) -> int:
    """The square root, rounded down."""
    return isqrt(x)


def cbrt(x: int) -> int:
    """The cube root, rounded down."""
    root, step = 0, 1 << -(-x.bit_length() // 3)
    while step:
        root, step = root + step * ((root + step) ** 3 <= x), step >> 1
    return root


def sdiv(x: int, y: int) -> int:
    """x/y of signed numbers, rounded towards zero as the EVM does; Python's // rounds down."""
    quotient = abs(x) // abs(y)
    return quotient if (x < 0) == (y < 0) else -quotient


def plus(*numbers: int) -> int:
    """The sum of unsigned numbers. Raises `Panic` 0x11 where it would pass 256 bits."""
    if sum(numbers) > MAX:
        raise Panic(0x11)
    return sum(numbers)


def minus(x: int, y: int) -> int:
    """x - y of unsigned numbers. Raises `Panic` 0x11 where it would be negative."""
    if y > x:
        raise Panic(0x11)
    return x - y


def times(x: int, y: int) -> int:
    """x*y of unsigned numbers. Raises `Panic` 0x11 where it would pass 256 bits."""
    if x * y > MAX:
        raise Panic(0x11)
    return x * y


def zero_floor_sub(x: int, y: int) -> int:
    """x - y, or 0 where that would be negative."""
    return max(x - y, 0)
