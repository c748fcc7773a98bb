"""The falling price: exact vectors, monotone, and as near to the exponential as was derived."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import exp, log, mp, mpf

from counterpoise.errors import FullMulDivFailed
from counterpoise.math.descent import at, span
from tests.counterpoise.drawn import ONE, scales
from tests.depth import examples

VECTORS = [  # math V5.6
    (102 * ONE // 100, 98 * ONE // 100, 300, 600, 999799979995999001),
    (2_100 * ONE, 1_900 * ONE, 450, 1_800, 2048108081777428458900),
    (11 * ONE // 10, ONE, 1, 3_600, 1099970877830566937),
]
SHORTFALLS = [  # math V5.6: p0, p1, T {s}, time between blocks {s}, mean shortfall {bps}
    (1.02, 0.98, 600, 12, 4.00053),
    (1.01, 0.99, 1_800, 12, 0.66669),
    (1.05, 0.95, 900, 2, 1.11204),
]


@st.composite
def descents(draw):
    """Prices of any size whose ratio is a hundred at most, and a moment."""
    low = draw(st.one_of(scales(0, 48), st.just(ONE)))
    high = low + low * draw(st.integers(0, 99 * ONE)) // ONE
    duration = draw(st.integers(1, 86_400))
    return high, low, draw(st.integers(0, duration)), duration


def price(high, low, elapsed, duration):
    return at(high, low, span(high, low), elapsed, duration)


@pytest.mark.parametrize("high, low, elapsed, duration, expected", VECTORS)
def test_the_price_is_the_vectors(high, low, elapsed, duration, expected):
    """math V5.6"""
    assert price(high, low, elapsed, duration) == expected


def test_it_begins_at_the_first_price_and_ends_at_the_last():
    assert price(2_100 * ONE, 1_900 * ONE, 0, 1_800) == 2_100 * ONE
    assert price(2_100 * ONE, 1_900 * ONE, 1_800, 1_800) == 1_900 * ONE
    assert price(2_100 * ONE, 1_900 * ONE, 9_999, 1_800) == 1_900 * ONE


def test_where_both_prices_are_one_it_stands_still():
    assert span(ONE, ONE) == 1
    assert {price(7, 7, elapsed, 100) for elapsed in range(101)} == {7}


def test_a_price_of_nothing_is_refused():
    with pytest.raises(FullMulDivFailed):
        span(ONE, 0)


@settings(max_examples=examples(100))
@given(descents())
def test_it_is_the_exponential_to_a_unit_and_a_ten_thousand_million_millionth(drawn):
    """LM-02, math 5.6. The fall is too large by two units of D18 at most, its part in the time too
    small by one, the exponential by none and too large by one, the product by one of its own."""
    high, low, elapsed, duration = drawn
    found = price(*drawn)
    mp.dps = 80
    exact = mpf(high) * exp(-log(mpf(high) / low) * elapsed / duration)
    unit = mpf(10) ** -18
    assert found >= exact * (1 - unit * 21 / 10)
    assert found <= exact * (1 + unit * 11 / 10) + high * unit * 11 / 10 + 1
    assert found - exact <= exact / 10**12 + 1


@settings(max_examples=examples(100))
@given(descents(), st.integers(1, 600))
def test_it_never_rises_and_stays_between_the_two(drawn, later):
    """LM-02"""
    high, low, elapsed, duration = drawn
    first, second = price(*drawn), price(high, low, elapsed + later, duration)
    assert low <= second <= first <= high


@pytest.mark.parametrize("high, low, duration, block, expected", SHORTFALLS)
def test_who_bids_at_the_next_block_pays_half_a_block_too_little(
    high, low, duration, block, expected
):
    """math V5.6: ln(p0/p1)*B/(2T), to a hundredth of itself, over every moment of the crossing."""
    first, last = round(high * 10**6) * 10**12, round(low * 10**6) * 10**12
    now, then = (price(first, last, it, duration) for it in (duration // 2, duration // 2 + block))
    mean = (1 - then / now) / 2 * 10**4
    assert mean == pytest.approx(expected, rel=0.01)
    assert float(log(mpf(high) / mpf(low))) * block / (2 * duration) * 10**4 == pytest.approx(
        expected, abs=6e-6
    )
