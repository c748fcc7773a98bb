"""What a fall that no rebalance interrupts does to a floor: the model beside CppiStrategy."""

from counterpoise.math.fixed_point import ONE, mul_div_up, zero_floor_sub


def shortfall(price: int, floor: int, exposure: int, gap: int) -> int:
    """How far below the floor a share ends, D18{USD/share}, rounded up; 0 where it does not.

    Price and floor in D18{USD/share}, what of it is risky and how far that falls in D18{1}.
    """
    lost = mul_div_up(price * exposure // ONE, gap, ONE)
    return zero_floor_sub(floor + lost, price)


def worst_shortfall(multiplier: int, gap: int, cap: int = ONE) -> int:
    """The most of a share's price that a fall takes from below the floor, D18{1}, rounded up.

    It is cap * (gap - 1/m), where the cushion is cap/m of the price: a smaller one has less at
    risk, a larger one bears more (math 3.6). All are D18{1}.
    """
    return mul_div_up(cap, zero_floor_sub(multiplier * gap, ONE * ONE), multiplier * ONE)
