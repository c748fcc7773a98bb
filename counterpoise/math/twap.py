"""The twin of contracts/math/Twap.sol: means over time from accumulators that wrap."""

from counterpoise.errors import Panic

WORD = 2**256
DIVISION = 0x12  # by zero


def mean_price(older: int, newer: int, elapsed: int) -> int:
    """X112, the arithmetic mean of a price, rounded down, by Uniswap V2's accumulator (math 2.4).

    `older`, `newer`: X112 * {s}, `elapsed` {s} apart. Raises `Panic` where that is none.
    """
    return (newer - older) % WORD // _divisor(elapsed)


def mean_tick(older: int, newer: int, elapsed: int) -> int:
    """The mean tick, rounded down, by Uniswap V3's accumulator (math 2.4).

    `older`, `newer`: {tick} * {s} in 56 bits, `elapsed` {s} apart. Raises `Panic` where that is
    none.
    """
    change = (newer - older + 2**55) % 2**56 - 2**55
    return change // _divisor(elapsed)


def mean_liquidity(older: int, newer: int, elapsed: int) -> int:
    """The harmonic mean of the liquidity in range, by Uniswap V3's accumulator (math 2.4).

    `older`, `newer`: X128 {s} / {liquidity} in 160 bits, `elapsed` {s} apart. Raises `Panic` where
    nothing has been added.
    """
    return elapsed * (2**160 - 1) // _divisor((newer - older) % 2**160 << 32)


def _divisor(number: int) -> int:
    if number == 0:
        raise Panic(DIVISION)
    return number
