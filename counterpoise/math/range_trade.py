"""The twin of contracts/math/RangeTrade.sol: a sale within one range of a Uniswap V3 pool."""

from counterpoise.math.fixed_point import MAX

Q96 = 2**96  # What a root of a price is a fraction of.
MILLION = 10**6  # What a pool's fee is a fraction of.


def trade(price: int, end: int, liquidity: int, amount: int, fee: int) -> tuple[int, int, int]:
    """Sells until the range's end or until all is sold, the first token where the end is below.

    `price` and `end` are roots, X96; `amount` is in {unit}, fee included; `fee` in {1e-6}. What the
    price comes to, X96, then {unit} sold, fee included, and {unit} bought.
    """
    traded, whole = amount * (MILLION - fee) // MILLION, _between(price, end, liquidity)
    if traded >= whole:
        after, sold = end, _with_fee(whole, fee)
    else:
        after, sold = _price_after(price, liquidity, traded, end < price), amount
    if end < price:
        return after, sold, second_down(after, price, liquidity)
    return after, sold, first_down(price, after, liquidity)


def to_end(price: int, end: int, liquidity: int, fee: int) -> int:
    """{unit} that it takes to the range's end, fee included."""
    return _with_fee(_between(price, end, liquidity), fee)


def _between(price: int, end: int, liquidity: int) -> int:
    if end < price:
        return first_up(end, price, liquidity)
    return second_up(price, end, liquidity)


def _with_fee(amount: int, fee: int) -> int:
    return amount - (-amount * fee // (MILLION - fee))


def first_up(low: int, high: int, liquidity: int) -> int:
    """{unit} of the first token between two prices, rounded up: L / sqrt(low) - L / sqrt(high)."""
    return -(-liquidity * Q96 * (high - low) // (high * low))


def first_down(low: int, high: int, liquidity: int) -> int:
    """The same, rounded down."""
    return liquidity * Q96 * (high - low) // (high * low)


def second_up(low: int, high: int, liquidity: int) -> int:
    """{unit} of the second token between two prices, rounded up: L * (sqrt(high) - sqrt(low))."""
    return -(-liquidity * (high - low) // Q96)


def second_down(low: int, high: int, liquidity: int) -> int:
    """The same, rounded down."""
    return liquidity * (high - low) // Q96


def _price_after(price: int, liquidity: int, amount: int, is_down: bool) -> int:
    """Short of the range's end: down rounded up, up rounded down."""
    if not is_down:
        return price + amount * Q96 // liquidity
    whole, product = liquidity * Q96, amount * price
    if whole + product <= MAX:
        return -(-whole * price // (whole + product))
    return -(-whole // (whole // price + amount))
