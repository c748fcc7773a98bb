"""A pool's price, both ways and from both sides; the oracles of the moment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import DeviationOutOfRange, NotPriced, PoolEmpty
from counterpoise.observer.oracle.uniswap_v2_spot import Reserves, UniswapV2SpotOracle
from counterpoise.observer.oracle.uniswap_v3_spot import Slot, UniswapV3SpotOracle

ONE = 10**18
PERCENT = ONE // 100
POOL, LOW, HIGH, OTHER = (f"0x{n:040x}" for n in (1, 2, 3, 4))
RESERVES = Reserves(1_000 * ONE, 2_000_000 * 10**6)  # {unit} of 18 and of 6 decimals

spot = UniswapV2SpotOracle(POOL, LOW, HIGH, PERCENT)


def test_reserves_are_a_price():
    assert spot.get_quote(ONE, LOW, HIGH, RESERVES) == 2_000 * 10**6
    assert spot.get_quote(2_000 * 10**6, HIGH, LOW, RESERVES) == ONE


def test_both_sides_are_its_deviation_away():
    assert spot.get_quotes(ONE, LOW, HIGH, RESERVES) == (1_980 * 10**6, 2_020 * 10**6)
    assert spot.get_quotes(2_020 * 10**6, HIGH, LOW, RESERVES) == (ONE, 1_020202020202020203)


@given(st.integers(2**32, 2**112), st.integers(2**32, 2**112), st.integers(0, 2**112))
def test_what_it_says_lies_between_both_sides_and_there_and_back_never_gains(base, quote, amount):
    seen = Reserves(base, quote)
    for way in ((LOW, HIGH), (HIGH, LOW)):
        bid, ask = spot.get_quotes(amount, *way, seen)
        worth = spot.get_quote(amount, *way, seen)
        assert bid <= worth <= ask
        assert spot.get_quote(worth, *reversed(way), seen) <= amount


@pytest.mark.parametrize("seen", [Reserves(0, 1), Reserves(1, 0), Reserves(0, 0)])
def test_an_empty_pair_has_no_price(seen):
    with pytest.raises(PoolEmpty):
        spot.get_quote(1, LOW, HIGH, seen)


@pytest.mark.parametrize(("base", "quote"), [(LOW, LOW), (OTHER, HIGH), (LOW, OTHER)])
def test_another_pair_has_no_price_even_where_the_pool_is_empty(base, quote):
    with pytest.raises(NotPriced):
        spot.get_quote(1, base, quote, Reserves(0, 0))
    with pytest.raises(NotPriced):
        spot.get_quotes(1, base, quote, Reserves(0, 0))


def test_a_deviation_has_a_most():
    UniswapV2SpotOracle(POOL, LOW, HIGH, 10 * PERCENT)
    with pytest.raises(DeviationOutOfRange):
        UniswapV2SpotOracle(POOL, LOW, HIGH, 10 * PERCENT + 1)


def test_v3_tells_the_second_token_for_the_first():
    """Which of the two base is, its address says."""
    seen = Slot(3 * 2**96, 1)
    assert UniswapV3SpotOracle(POOL, LOW, HIGH, 0).get_quote(ONE, LOW, HIGH, seen) == 9 * ONE
    assert UniswapV3SpotOracle(POOL, HIGH, LOW, 0).get_quote(9 * ONE, HIGH, LOW, seen) == ONE


def test_an_empty_pool_has_no_price():
    with pytest.raises(PoolEmpty):
        UniswapV3SpotOracle(POOL, LOW, HIGH, 0).get_quote(1, LOW, HIGH, Slot(2**96, 0))
