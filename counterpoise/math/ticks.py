"""The twin of contracts/math/Ticks.sol: prices of Uniswap V3, 1.0001 to the power of a tick."""

from math import floor, log

from counterpoise.errors import TickOutOfRange
from counterpoise.math.fixed_point import MAX, full_mul_div

MOST = 887_272  # The last tick at which 1.0001^tick < 2^128.
LEAST = 4_295_128_739  # X96, the root at the tick -MOST.
BASE = 1.0001

# X128: sqrt(1.0001^-(2^k)) for k = 0 to 19, each rounded to the nearest.
ROOTS = (
    0xFFFCB933BD6FAD37AA2D162D1A594001,
    0xFFF97272373D413259A46990580E213A,
    0xFFF2E50F5F656932EF12357CF3C7FDCC,
    0xFFE5CACA7E10E4E61C3624EAA0941CD0,
    0xFFCB9843D60F6159C9DB58835C926644,
    0xFF973B41FA98C081472E6896DFB254C0,
    0xFF2EA16466C96A3843EC78B326B52861,
    0xFE5DEE046A99A2A811C461F1969C3053,
    0xFCBE86C7900A88AEDCFFC83B479AA3A4,
    0xF987A7253AC413176F2B074CF7815E54,
    0xF3392B0822B70005940C7A398E4B70F3,
    0xE7159475A2C29B7443B29C7FA6E889D9,
    0xD097F3BDFD2022B8845AD8F792AA5825,
    0xA9F746462D870FDF8A65DC1F90E061E5,
    0x70D869A156D2A1B890BB3DF62BAF32F7,
    0x31BE135F97D08FD981231505542FCFA6,
    0x09AA508B5B7A84E1C677DE54F3E99BC9,
    0x005D6AF8DEDB81196699C329225EE604,
    0x00002216E584F5FA1EA926041BEDFE98,
    0x00000000048A170391F7DC42444E8FA2,
)


def sqrt_price_at(tick: int) -> int:
    """X96, the root of a tick's price, rounded up as the pools do. Raises `TickOutOfRange`."""
    size = abs(tick)
    if size > MOST:
        raise TickOutOfRange(tick, MOST)
    root = 1 << 128  # X128, of 1.0001^-size
    for k, part in enumerate(ROOTS):
        if size >> k & 1:
            root = root * part >> 128
    if tick > 0:
        root = MAX // root
    return -(-root >> 32)


def tick_at(sqrt_price: int) -> int:
    """The last tick whose root X96 is no higher, as a pool keeps it; no contract here needs it.

    Below the lowest tick the one before it. A logarithm finds it to less than a tick.
    """
    if sqrt_price < LEAST:
        return -MOST - 1
    near = min(floor(2 * log(sqrt_price / 2**96) / log(BASE)), MOST)
    if sqrt_price_at(near) > sqrt_price:
        return near - 1
    return near + (near < MOST and sqrt_price_at(near + 1) <= sqrt_price)


def price_of(sqrt_price: int) -> tuple[int, int]:
    """The price whose root X96 that is, as a fraction of two words.

    So many {unit} of the pool's second token, for so many of its first.
    """
    if sqrt_price < 1 << 128:
        return sqrt_price * sqrt_price, 1 << 192
    return full_mul_div(sqrt_price, sqrt_price, 1 << 64), 1 << 128
