"""Means over time against the vectors V2.5: wrapped, and rounded down on both sides of zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import Panic
from counterpoise.math.twap import WORD, mean_liquidity, mean_price, mean_tick

ONE = 10**18
X112 = 2**112
PRICE = 8125 * X112 // 4  # 2,031.25


def test_a_mean_price_is_that_of_the_vectors_past_the_end_of_word_and_clock():
    """V2.5 The accumulator passes 2^256, the clock 2^32."""
    older = WORD - 5_000 * X112
    newer = (older + PRICE * 1_800) % WORD
    elapsed = (504 - 4_294_966_000) % 2**32

    mean = mean_price(older, newer, elapsed)
    assert (elapsed, mean) == (1_800, 10546852993898868620452570668728320000)
    assert ONE * mean // X112 == 2_031_250_000_000_000_000_000


@pytest.mark.parametrize(
    ("mean", "worth"),
    [(492610837438423 * X112 // ONE, 492610837438422), (7 * X112, 7 * ONE)],
)
def test_what_a_mean_is_worth_is_that_of_the_vectors(mean, worth):
    """V2.5"""
    assert mean_price(0, mean * 600, 600) == mean
    assert ONE * mean // X112 == worth


@pytest.mark.parametrize(
    ("change", "elapsed", "tick"),
    [(-355_512_345, 1_800, -197_507), (-1, 600, -1), (51_105_600, 600, 85_176), (-1_200, 600, -2)],
)
def test_a_mean_tick_is_that_of_the_vectors(change, elapsed, tick):
    """V2.5 Rounded down, also below zero."""
    for older in (0, 10**12, -(10**12), 2**55 - 1, -(2**55)):
        newer = (older + change + 2**55) % 2**56 - 2**55
        assert mean_tick(older, newer, elapsed) == tick


def test_a_mean_liquidity_is_that_of_the_vectors():
    """V2.5"""
    rate = 612508260457689234234074
    assert mean_liquidity(0, rate, 1_800) == ONE
    assert mean_liquidity(2**160 - 5, rate - 5, 1_800) == ONE


@given(st.integers(1, 86_400), st.integers(1, 86_400), st.integers(1, 2**100))
def test_a_second_without_liquidity_leaves_no_more_than_the_seconds(elapsed, empty, liquidity):
    empty = min(empty, elapsed)
    rate = (empty << 128) + ((elapsed - empty) << 128) // liquidity
    assert mean_liquidity(0, rate, elapsed) <= elapsed // empty


def test_no_time_has_no_mean():
    for mean in (mean_price, mean_tick, mean_liquidity):
        with pytest.raises(Panic):
            mean(7, 7, 0)
