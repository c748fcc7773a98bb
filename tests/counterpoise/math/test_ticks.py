"""Prices at ticks, against the vectors V2.5 and a 60-digit reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf, nint, sqrt

from counterpoise.errors import TickOutOfRange
from counterpoise.math.ticks import MOST, ROOTS, price_of, sqrt_price_at, tick_at

mp.dps = 60
ONE = 10**18
BASE = mpf(10001) / 10000


@pytest.mark.parametrize(
    ("tick", "root"),
    [
        (-197_507, 4076467630115511283401167),
        (85_176, 5602223755577321903022134995689),
        (0, 2**96),
        (-MOST, 4295128739),
        (MOST, 1461446703485210103287273052203988822378723970342),
    ],
)
def test_a_ticks_root_is_to_the_unit_that_of_the_vectors(tick, root):
    """V2.5, and the least and the most that a pool may have."""
    assert sqrt_price_at(tick) == root


@pytest.mark.parametrize(
    ("tick", "scale", "price"),
    [
        (-197_507, 10**26, 264733455659945578),
        (-1, 10**20, 99990000999900009999),
        (85_176, 10**16, 49999047857747530967),
    ],
)
def test_a_ticks_price_is_that_of_the_vectors(tick, scale, price):
    """V2.5, in as many digits as it has there."""
    over, under = price_of(sqrt_price_at(tick))
    assert (2 * over * scale // under + 1) // 2 == price


def test_the_roots_are_those_of_the_powers_of_two():
    assert tuple(int(nint(2**128 / sqrt(BASE ** (2**k)))) for k in range(20)) == ROOTS


@given(st.integers(-MOST, MOST))
def test_a_root_is_as_near_as_the_pools_own_steps_take_it(tick):
    """Two units at most, and what the product's twenty steps lose at 128 bits."""
    exact = sqrt(BASE**tick) * 2**96
    lost = mpf(10) ** -36 * sqrt(BASE ** abs(tick))
    assert abs(sqrt_price_at(tick) - exact) <= 2 + lost * exact


@given(st.integers(-MOST, MOST - 1))
def test_a_higher_tick_is_a_higher_price(tick):
    assert sqrt_price_at(tick) < sqrt_price_at(tick + 1)


@given(st.integers(-MOST, MOST - 1))
def test_a_root_has_the_tick_that_it_begins_at(tick):
    """Up to one short of the next."""
    assert tick_at(sqrt_price_at(tick)) == tick
    assert tick_at(sqrt_price_at(tick + 1) - 1) == tick


def test_what_is_below_the_lowest_tick_is_before_it():
    lowest, highest = sqrt_price_at(-MOST), sqrt_price_at(MOST)

    assert [tick_at(it) for it in (0, lowest - 1, lowest)] == [-MOST - 1, -MOST - 1, -MOST]
    assert [tick_at(it) for it in (highest - 1, highest, 2**160)] == [MOST - 1, MOST, MOST]


@pytest.mark.parametrize("tick", [-MOST - 1, MOST + 1])
def test_beyond_the_last_tick_there_is_no_price(tick):
    with pytest.raises(TickOutOfRange) as refused:
        sqrt_price_at(tick)
    assert refused.value.fields == {"tick": tick, "most": MOST}


@pytest.mark.parametrize(
    ("root", "price"),
    [
        (2**96, (2**192, 2**192)),
        (3 * 2**95, (9 * 2**190, 2**192)),
        (2**128 - 1, ((2**128 - 1) ** 2, 2**192)),
        (2**128, (2**192, 2**128)),
        (2**159 + 2**64, (2**254 + 2**160 + 2**64, 2**128)),
    ],
)
def test_a_price_is_the_square_of_its_root(root, price):
    """In one word: below 2^64 to the unit."""
    assert price_of(root) == price
