"""The EVM's rounding and refusals, with numbers."""

import pytest

from counterpoise.errors import FullMulDivFailed, MulDivFailed, Panic
from counterpoise.math.fixed_point import (
    MAX,
    cbrt,
    full_mul_div,
    full_mul_div_up,
    minus,
    mul_div,
    mul_div_up,
    plus,
    sdiv,
    sqrt,
    zero_floor_sub,
)


@pytest.mark.parametrize(
    ("x", "y", "quotient"), [(7, 2, 3), (-7, 2, -3), (7, -2, -3), (-7, -2, 3), (0, -2, 0)]
)
def test_signed_division_rounds_towards_zero(x, y, quotient):
    assert sdiv(x, y) == quotient


def test_products_round_down_or_up():
    assert (mul_div(7, 3, 2), mul_div_up(7, 3, 2), mul_div_up(8, 3, 2)) == (10, 11, 12)
    assert (full_mul_div(7, 3, 2), full_mul_div_up(7, 3, 2)) == (10, 11)


def test_full_products_may_pass_256_bits_and_short_ones_may_not():
    assert full_mul_div(MAX, MAX, MAX) == full_mul_div_up(MAX, MAX, MAX) == MAX
    for short in (mul_div, mul_div_up):
        with pytest.raises(MulDivFailed):
            short(MAX, 2, 2)


def test_nothing_is_divided_by_zero():
    for short in (mul_div, mul_div_up):
        with pytest.raises(MulDivFailed):
            short(1, 1, 0)
    for full in (full_mul_div, full_mul_div_up):
        with pytest.raises(FullMulDivFailed):
            full(1, 1, 0)


def test_a_quotient_beyond_256_bits_is_refused():
    for full in (full_mul_div, full_mul_div_up):
        with pytest.raises(FullMulDivFailed):
            full(MAX, 2, 1)


def test_unsigned_subtraction_refuses_to_pass_zero():
    assert (minus(5, 3), zero_floor_sub(5, 3), zero_floor_sub(3, 5)) == (2, 2, 0)
    with pytest.raises(Panic) as refused:
        minus(3, 5)
    assert refused.value.fields == {"code": 0x11}


def test_unsigned_addition_refuses_to_pass_256_bits():
    assert (plus(), plus(MAX - 1, 1)) == (0, MAX)
    with pytest.raises(Panic) as refused:
        plus(MAX, 1)
    assert refused.value.fields == {"code": 0x11}


def test_the_root_is_rounded_down():
    assert [sqrt(x) for x in (0, 15, 16, 10**36 - 1)] == [0, 3, 4, 10**18 - 1]


def test_the_cube_root_is_rounded_down():
    assert [cbrt(x) for x in (0, 1, 7, 8, 26, 27, 10**54 - 1, 10**54)] == [
        *(0, 1, 1, 2, 2, 3),
        *(10**18 - 1, 10**18),
    ]
    assert cbrt(MAX) ** 3 <= MAX < (cbrt(MAX) + 1) ** 3
