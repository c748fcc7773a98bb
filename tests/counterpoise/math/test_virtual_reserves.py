"""Liquidity within a range: the design's vectors, and the reserves that it stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.math.virtual_reserves import Q96, depth, reserves_of

ONE = 10**18


@pytest.mark.parametrize(
    ("liquidity", "price", "impact", "sale"),
    [
        (10**6, 2_000, "0.01", "112.64897377683924412"),
        (250_000, 1, "0.002", "250.37562609572236609"),
        (3 * 10**7, "0.0005", "0.005", "3366732.4867871880739"),
    ],
)
def test_the_designs_vectors(liquidity, price, impact, sale):
    """math V2.9, in0: a sale of the first token, to the digits given."""
    with mp.workdps(50):
        first, _ = reserves_of(liquidity * ONE, int(mp.sqrt(mpf(price)) * Q96))
        exact = mpf(sale) * ONE
        assert abs(depth(first, int(mpf(impact) * ONE)) - exact) <= exact * mpf("1e-19")


@given(
    first=st.integers(10**9, 2**112),
    second=st.integers(10**9, 2**112),
    impact=st.integers(10**12, ONE // 2),
)
def test_a_sale_of_the_depth_moves_the_price_by_the_impact(first, second, impact):
    """(x + d)^2 is x^2 / (1 - s), never more."""
    sale = depth(first, impact)
    assert (first + sale) ** 2 * (ONE - impact) <= first**2 * ONE
    assert (first + sale + 1) ** 2 * (ONE - impact) >= first**2 * ONE


@given(liquidity=st.integers(0, 2**128 - 1), sqrt_price=st.integers(2**64, 2**140))
def test_reserves_multiply_to_the_square_of_the_liquidity(liquidity, sqrt_price):
    first, second = reserves_of(liquidity, sqrt_price)
    assert first * second <= liquidity**2 < (first + 1) * (second + 1)
