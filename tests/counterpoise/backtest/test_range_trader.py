"""Arbitrage of a Uniswap V3 pool: to the edge of the fee band exactly, and not for too little."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.crowd.ranges import RangeTrader, root_of, tier_of
from counterpoise.backtest.prices import ONE
from counterpoise.math.fixed_point import ONE as WHOLE

ETHER, DOLLARS = 10_000 * 10**18, 20_000_000 * 10**6  # {unit}, at 2,000 dollars
Q192 = 2**192


def pool(fee=500, is_first=True):
    """20 million dollars a side, over all prices."""
    amounts = (ETHER, DOLLARS) if is_first else (DOLLARS, ETHER)
    return tier_of(fee, amounts).pool("pool", root_of(*amounts))


def trader(is_first=True, cost=0):
    return RangeTrader(10**18, 10**6, is_first, cost)


def told(pool, is_first=True):
    """D18{USD/tok}, what the pool says."""
    ratio = pool.price**2 * WHOLE
    if is_first:
        return ratio * 10**12 // Q192
    return Q192 * WHOLE * 10**12 // pool.price**2


@pytest.mark.parametrize("is_first", [True, False])
def test_a_pool_inside_its_band_is_left_alone(is_first):
    """0.05 % on either side of 2,000 dollars."""
    sides = [trader(is_first).push(pool(500, is_first), it * ONE // 100) for it in BAND]
    assert [it is None for it in sides] == [False, True, True, False]


BAND = (199_899, 199_901, 200_099, 200_101)  # cents: just outside, inside, inside, outside


@pytest.mark.parametrize("is_first", [True, False])
def test_it_ends_at_the_edge_whichever_token_comes_first(is_first):
    """At 2,100 the pool comes up to 2,098.95, at 1,900 down to 1,900.95."""
    for price, edge in ((2_100, 209_895 * ONE // 100), (1_900, 1_900 * ONE * 10_000 // 9_995)):
        it = pool(500, is_first)
        way = trader(is_first).push(it, price * ONE)
        way.settle()
        assert told(it, is_first) == pytest.approx(edge, rel=1e-12)


def test_what_he_pays_and_gets_is_what_the_pool_gives():
    """From 2,000 to 2,098.95: by hand L = sqrt(10,000 * 20,000,000), and

    10,000 * (1 - sqrt(2000 / 2098.95)) = 238.5336... ether for
    20,000,000 * (sqrt(2098.95 / 2000) - 1) / 0.9995 = 488,984.6... dollars.
    """
    way = trader().push(pool(), 2_100 * ONE)

    assert way.bought / 10**18 == pytest.approx(10_000 * (1 - (2_000 / 2_098.95) ** 0.5))
    assert way.paid / 10**6 == pytest.approx(20_000_000 * ((2_098.95 / 2_000) ** 0.5 - 1) / 0.9995)


def test_for_less_than_his_cost_he_stays_away():
    gain = trader()._gain(2_010 * ONE, trader().push(pool(), 2_010 * ONE))

    assert trader(cost=gain).push(pool(), 2_010 * ONE) is not None
    assert trader(cost=gain + 1).push(pool(), 2_010 * ONE) is None


@given(
    st.sampled_from((100, 500, 3_000, 10_000)),
    st.integers(200, 20_000),
    st.booleans(),
)
def test_after_a_trade_there_is_nothing_left_to_trade(fee, price, is_first):
    """And nobody lost by it, but for what is rounded: three {unit} of the hub at most."""
    it = pool(fee, is_first)
    way = trader(is_first).push(it, price * ONE)
    if way is not None:
        assert trader(is_first)._gain(price * ONE, way) >= -3 * 10**12
        way.settle()

    assert trader(is_first).push(it, price * ONE) is None


def test_looking_moves_nothing():
    it = pool()
    before = replace(it, edges=dict(it.edges))
    trader().push(it, 2_500 * ONE)

    assert it == before
