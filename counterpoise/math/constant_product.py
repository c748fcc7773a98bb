"""The twin of contracts/math/ConstantProduct.sol: reserves x, y and the part phi that trades."""

from counterpoise.math.fixed_point import MAX, ONE, full_mul_div, sdiv, sqrt
from counterpoise.types import Curve


def bought(curve: Curve, amount: int) -> int:
    """What {unit} a sale of `amount` brings: y*d*phi / (x + d*phi), rounded down (math 5.2)."""
    traded = amount * curve.kept
    return full_mul_div(curve.buy_reserve, traded, curve.sell_reserve * ONE + traded)


def depth(curve: Curve, impact: int) -> int:
    """The largest sale, {unit}, whose average price falls short of the market's by `impact`.

    x*s / ((1 - s)*phi) with s in D18{1}, its fee aside, rounded down (math 2.5).
    """
    return full_mul_div(curve.sell_reserve, impact * ONE, (ONE - impact) * curve.kept)


def sale_to_weight(held: int, rest: int, weight: int, kept: int, ratio: int) -> int:
    """How much of its reserve to sell so that a weight is met at fixed prices (math 5.1).

    All in D18{1}: `held` over the sell reserve, `rest` over the buy reserve, the `weight` wanted
    afterwards, the part `kept` of what trades, the reserves' worth as a `ratio`. Each quotient
    rounds towards zero, as on chain; 0 where there is nothing to sell.
    """
    other = ratio * (ONE - weight) // ONE
    c = other * held // ONE - weight * rest // ONE
    if c <= 0:
        return 0
    a = kept * other // ONE
    bought_side = weight * (kept * (rest + ONE) // ONE) // ONE
    b = sdiv(other * (ONE - kept * held // ONE), ONE) + bought_side
    root = sqrt(b * b + 4 * a * c)
    return MAX if b + root <= 0 else 2 * c * ONE // (b + root)
