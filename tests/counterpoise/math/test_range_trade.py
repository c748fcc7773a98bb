"""A sale within one range: the design's vectors, and what rounding may take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.math.range_trade import (
    MILLION,
    Q96,
    first_down,
    first_up,
    second_down,
    second_up,
    to_end,
    trade,
)

ONE = 10**18
prices = st.integers(2**33, 2**159)
liquidities = st.integers(0, 2**128 - 1)


def root(price, of=1):
    return int(mp.sqrt(mpf(price) * of) * Q96)


@pytest.mark.parametrize(
    ("liquidity", "price", "impact", "given_", "taken"),
    [
        (10**6, 2_000, "0.01", "112.64897377683924412", "224168.62742181623592"),
        (250_000, 1, "0.002", "250.37562609572236609", "250.12512515646907864"),
        (3 * 10**7, "0.0005", "0.005", "3366732.4867871880739", "1679.1525540730584778"),
    ],
)
def test_the_designs_vectors(liquidity, price, impact, given_, taken):
    """math V2.9, in0 and out1, to the digits that a root of 96 bits has."""
    with mp.workdps(50):
        high, low = root(price), root(price, 1 - mpf(impact))
        end, sold, got = trade(high, low, liquidity * ONE, 10**30, 0)
        assert end == low
        assert sold == pytest.approx(mpf(given_) * ONE, rel=mpf("1e-15"))
        assert got == pytest.approx(mpf(taken) * ONE, rel=mpf("1e-15"))


def test_the_designs_vector_of_what_a_range_takes():
    """math V5.3: 200,000 of liquidity at 2,000, down by 1 %, at a fee of 0.05 %."""
    with mp.workdps(50):
        cap = to_end(root(2_000), root(2_000, mpf("0.99")), 200_000 * ONE, 500)
        assert cap == pytest.approx(mpf("22.5410652880118548") * ONE, rel=mpf("1e-15"))


@pytest.mark.parametrize(
    ("end", "amount", "fee", "outcome"),
    [
        (Q96 // 2, 1_000, 3_000, (Q96 - 996 * Q96 // 1_000_996, 1_000, 996)),
        (2 * Q96, 1_000, 3_000, (Q96 + 997 * Q96 // 1_000_000, 1_000, 996)),
        (Q96 // 2, 2_000_000, 0, (Q96 // 2, 1_000_000, 500_000)),
        (Q96 // 2, 2_000_000, 3_000, (Q96 // 2, 1_003_010, 500_000)),
        (2 * Q96, 2_000_000, 3_000, (2 * Q96, 1_003_010, 500_000)),
        (Q96, 2_000_000, 3_000, (Q96, 0, 0)),
        (2 * Q96, 0, 3_000, (Q96, 0, 0)),
    ],
)
def test_a_sale_ends_where_the_range_does_or_where_all_is_sold(end, amount, fee, outcome):
    """A million of liquidity at a price of one."""
    after, sold, got = trade(Q96, end, 10**6, amount, fee)
    assert (sold, got) == outcome[1:]
    assert after == pytest.approx(outcome[0], rel=1e-6)


def test_without_liquidity_the_price_goes_to_the_end_for_nothing():
    assert trade(Q96, Q96 // 2, 0, 1_000, 3_000) == (Q96 // 2, 0, 0)
    assert trade(Q96, 2 * Q96, 0, 0, 3_000) == (2 * Q96, 0, 0)


@given(low=prices, high=prices, liquidity=liquidities)
def test_what_goes_in_is_rounded_up_and_what_comes_out_down(low, high, liquidity):
    """By less than a unit each."""
    low, high = min(low, high), max(low, high)
    assert first_up(low, high, liquidity) - first_down(low, high, liquidity) in (0, 1)
    assert second_up(low, high, liquidity) - second_down(low, high, liquidity) in (0, 1)
    assert first_up(low, high, liquidity) * low * high >= liquidity * Q96 * (high - low)
    assert second_down(low, high, liquidity) * Q96 <= liquidity * (high - low)


@given(
    price=prices,
    end=prices,
    liquidity=liquidities,
    amount=st.integers(0, 2**160),
    fee=st.integers(0, MILLION - 1),
)
def test_no_sale_takes_more_than_there_is_or_passes_the_end(price, end, liquidity, amount, fee):
    after, sold, _ = trade(price, end, liquidity, amount, fee)
    assert sold <= amount
    assert min(price, end) <= after <= max(price, end)
    assert after == end or sold == amount
    if after == end:
        assert sold <= to_end(price, end, liquidity, fee)


@given(
    price=st.integers(2**64, 2**128),
    liquidity=st.integers(1, 2**112),
    amount=st.integers(1, 2**112),
    fee=st.integers(0, 10_000),
    is_down=st.booleans(),
)
def test_a_sale_never_brings_more_than_its_virtual_reserves(price, liquidity, amount, fee, is_down):
    """y * d / (x + d) with x and y of L and the root of the price, all as fractions."""
    end = 2**32 if is_down else 2**160
    _, sold, got = trade(price, end, liquidity, amount, fee)
    first, second = (liquidity * Q96, price), (liquidity * price, Q96)
    (x, over_x), (y, over_y) = (first, second) if is_down else (second, first)
    net, part = sold * (MILLION - fee), MILLION
    assert got * over_y * (x * part + net * over_x) <= y * net * over_x
