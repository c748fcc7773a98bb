"""The twin of contracts/math/Series.sol: one market after the other as one constant product."""

from counterpoise.math.fixed_point import ONE, full_mul_div, full_mul_div_up
from counterpoise.types import UNLIMITED, Curve


def join(first: Curve, second: Curve) -> Curve:
    """What is bought on the first is sold on the second; never more than they bring (features E7).

    All it leaves out is that the middle amount is a whole number.
    """
    kept = second.kept
    both = second.sell_reserve * ONE + first.buy_reserve * kept
    return Curve(
        full_mul_div_up(first.sell_reserve, second.sell_reserve * kept, both),
        full_mul_div(first.buy_reserve * kept, second.buy_reserve, both),
        first.kept * kept // ONE,
        min(first.limit, _reaching(first, second.limit)),
    )


def _reaching(curve: Curve, amount: int) -> int:
    """The largest sale {unit} that brings no more than the amount."""
    if curve.buy_reserve <= amount:
        return UNLIMITED
    divisor = curve.kept * (curve.buy_reserve - amount)
    return full_mul_div(curve.sell_reserve * ONE, amount, divisor)
