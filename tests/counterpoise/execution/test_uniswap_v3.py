"""The pools in memory: what their curves promise, what they bring, and what a plan makes of it."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from counterpoise.errors import (
    LimitOutOfRange,
    LiquidityExhausted,
    NoLiquidity,
    NoMarket,
    TooManySteps,
)
from counterpoise.execution.uniswap_v3 import MOST_LOOKED, MOST_RESERVE, UniswapV3Venue
from counterpoise.math.constant_product import bought
from counterpoise.math.pool_walk import HIGHEST, LOWEST, Pool
from counterpoise.math.ticks import sqrt_price_at
from counterpoise.types import Curve, Order

ONE = 10**18
Q96 = 2**96
FULL = -887_220, 887_220  # {tick}, of a tier whose ticks are 60 apart
KEPT = 997 * 10**15


def venue(*positions, tick=0, reach=2, fee=3_000, spacing=60):
    pool = Pool("pool", fee, spacing, sqrt_price_at(tick), tick)
    for position in positions:
        pool.lay(*position)
    return UniswapV3Venue(reach, {("coin", "dollar"): pool})


def order(sell, buy, amount):
    return Order("venue", sell, buy, amount, 0)


def test_a_curve_over_all_ticks_is_the_virtual_reserves():
    """As far as the first word goes, up to a tick of 15,300."""
    x, y, kept, limit = curve_of(venue((*FULL, 10**6 * ONE)), "dollar", "coin")
    assert (x, y, kept) == (10**6 * ONE + 1, 10**6 * ONE, KEPT)
    assert limit == 1152369290543371335066940


def curve_of(market, sell, buy):
    it = market.curve(sell, buy)
    return it.sell_reserve, it.buy_reserve, it.kept, it.limit


def test_a_curve_ends_where_liquidity_does():
    """A range of 0.6 %: of a million 3,013 go in, fee included, and not one unit more."""
    market = venue((-60, 60, 10**6 * ONE), reach=1)
    curve = market.curve("dollar", "coin")
    assert curve == Curve(10**6 * ONE + 1, 10**6 * ONE, KEPT, 3013394245478360736188)
    assert market.quote("dollar", "coin", curve.limit) == 2995354955910780937674
    with pytest.raises(LiquidityExhausted) as refused:
        market.quote("dollar", "coin", curve.limit + 1)
    assert refused.value.fields == {
        "pool": "pool",
        "sold": curve.limit,
        "amount": curve.limit + 1,
    }


def test_a_curve_over_several_ranges_stands_for_the_thinnest():
    """Every tick spacing of 0.05 % is initialised: three ranges of 10, 8 and 9 millions."""
    ranges = (0, 10, 10**7 * ONE), (10, 20, 8 * 10**6 * ONE), (20, 30, 9 * 10**6 * ONE)
    narrow = venue(*ranges, fee=500, spacing=10, reach=1).curve("dollar", "coin")
    wide = venue(*ranges, fee=500, spacing=10, reach=25).curve("dollar", "coin")
    assert (narrow.buy_reserve, narrow.limit) == (10**7 * ONE, 5003501850930465332668)
    assert (wide.buy_reserve, wide.limit) == (8 * 10**6 * ONE, 13515961977197366498094)


def test_where_there_is_no_liquidity_a_curve_promises_nothing():
    """And refuses nothing: one pool that was pushed away keeps no other asset from its trade."""
    nothing = Curve(1, 0, KEPT, 0)
    assert venue().curve("coin", "dollar") == nothing
    assert venue((6_000, 6_060, ONE)).curve("coin", "dollar") == nothing
    assert bought(nothing, ONE) == 0


@pytest.mark.parametrize("tick", [-880_020, 880_020])
def test_no_reserve_is_more_than_a_vault_can_book(tick):
    """2^112 - 1 {unit}; both are scaled, so that the price stays."""
    curve = venue((*FULL, 10**33), tick=tick).curve("coin", "dollar")
    assert max(curve.sell_reserve, curve.buy_reserve) in (MOST_RESERVE, MOST_RESERVE + 1)
    assert curve.limit <= MOST_RESERVE


@st.composite
def markets(draw):
    """Up to six positions around the price, of any size, at any price."""
    fee, spacing = draw(st.sampled_from([(100, 1), (500, 10), (3_000, 60), (10_000, 200)]))
    tick = draw(st.integers(-400_000, 400_000))
    center, positions = tick // spacing, []
    slots = st.one_of(st.integers(-4, 4), st.integers(-600, 600))
    for _ in range(draw(st.integers(1, 6))):
        a, b = draw(slots), draw(slots)
        size = draw(st.integers(1, 10 ** draw(st.integers(1, 30))))
        ends = (center + min(a, b)) * spacing, (center + max(a, b) + 1) * spacing
        positions.append((*ends, size))
    reach = draw(st.integers(1, 1_000))
    made = venue(*positions, tick=tick, reach=reach, fee=fee, spacing=spacing)
    pool = made.pools["coin", "dollar"]
    pool.price = draw(st.integers(pool.price, sqrt_price_at(tick + 1) - 1))
    return made


def slack(market, is_down):
    """{unit} that a pool's rounding takes where its curve rounds once.

    For each of n steps a unit of what comes out, and two of what goes in: the amount rounds up, and
    so does its fee; in the last step the fee, and the way that the price goes. The price itself is
    a multiple of 2^-96, which L makes L / 2^96 of the second token, or L / 2^96 / P of the first.
    """
    pool = market.pools["coin", "dollar"]
    most = sum(edge.gross for edge in pool.edges.values())
    square = pool.price**2
    price = -(-square // Q96**2) if is_down else -(-(Q96**2) // square)
    grain = -(-most // Q96) if is_down else -(-most * Q96 // square)
    return MOST_LOOKED * (1 + 2 * price) + grain


@given(market=markets(), is_down=st.booleans(), part=st.integers(1, ONE))
def test_a_curve_never_promises_more_than_its_pool_brings(market, is_down, part):
    """But for what each step rounds."""
    ends = ("coin", "dollar") if is_down else ("dollar", "coin")
    curve = market.curve(*ends)
    assume(curve.limit > 0)
    amount = -(-curve.limit * part // ONE)
    assert bought(curve, amount) <= market.quote(*ends, amount) + slack(market, is_down)


@given(market=markets(), is_down=st.booleans())
def test_all_of_its_limit_can_be_sold_and_no_quote_moves_anything(market, is_down):
    ends = ("coin", "dollar") if is_down else ("dollar", "coin")
    pool = replace(market.pools["coin", "dollar"])
    limit = market.curve(*ends).limit
    got = market.quote(*ends, limit)
    assert market.pools["coin", "dollar"] == pool
    assert market.apply(order(*ends, limit)) == got


@given(market=markets(), a=st.integers(0, 10**30), b=st.integers(0, 10**30))
def test_more_brings_no_less(market, a, b):
    try:
        less, more = (market.quote("coin", "dollar", it) for it in sorted((a, b)))
    except (NoLiquidity, LiquidityExhausted, TooManySteps):
        assume(False)
    assert less <= more


def test_a_trade_moves_the_pool_and_there_and_back_costs_the_fee_twice():
    market = venue((*FULL, 10**6 * ONE))
    got = market.apply(order("coin", "dollar", ONE))
    pool = market.pools["coin", "dollar"]
    assert got == 996999005991991025
    assert (pool.price, pool.tick) == (79228083523865064300074843162, -1)
    assert market.apply(order("dollar", "coin", got)) == 994009002973077961


def test_a_sale_that_crosses_a_tick_leaves_its_liquidity_behind():
    market = venue((-60, 60, 10**6 * ONE), (-6_000, -60, 4 * 10**5 * ONE), reach=1)
    assert market.apply(order("coin", "dollar", 4_000 * ONE)) == 3970725617156397826629
    pool = market.pools["coin", "dollar"]
    assert (pool.tick, pool.liquidity) == (-109, 4 * 10**5 * ONE)


@pytest.mark.parametrize(
    ("positions", "amount", "kind", "fields"),
    [
        ((), 5, NoLiquidity, {"pool": "pool"}),
        (((60, 120, ONE),), 5, NoLiquidity, {"pool": "pool"}),
        (
            ((-60, 60, 10**6),),
            10**4,
            LiquidityExhausted,
            {"pool": "pool", "sold": 3_015, "amount": 10**4},
        ),
    ],
)
def test_what_a_pool_cannot_take_it_refuses_and_stays_as_it_is(positions, amount, kind, fields):
    market = venue(*positions)
    pool = replace(market.pools["coin", "dollar"])
    for ask in (
        lambda: market.quote("coin", "dollar", amount),
        lambda: market.apply(order("coin", "dollar", amount)),
    ):
        with pytest.raises(kind) as refused:
            ask()
        assert refused.value.fields == fields
    assert market.pools["coin", "dollar"] == pool


def test_a_quote_goes_64_steps_and_a_trade_as_many_as_it_takes():
    """70 ranges of a tick spacing each; 64 of them are 38 % of a price."""
    ranges = [(60 * k, 60 * k + 60, (10**6 + k % 2) * ONE) for k in range(70)]
    market = venue(*ranges)
    assert market.quote("dollar", "coin", 212_000 * ONE) == 174484315325645480926361
    with pytest.raises(TooManySteps) as refused:
        market.quote("dollar", "coin", 215_000 * ONE)
    assert refused.value.fields == {"pool": "pool", "most": 64}
    assert market.apply(order("dollar", "coin", 215_000 * ONE)) == 176517590512188731079488


def test_nothing_brings_nothing():
    assert venue().quote("coin", "dollar", 0) == 0


@pytest.mark.parametrize("ends", [("coin", "stone"), ("coin", "coin")])
def test_a_pool_that_is_not_there_or_has_no_price_is_no_market(ends):
    market = venue((*FULL, ONE))
    with pytest.raises(NoMarket) as refused:
        market.quote(*ends, 1)
    assert refused.value.fields == {"sell": ends[0], "buy": ends[1]}
    market.pools["coin", "dollar"].price = 0
    with pytest.raises(NoMarket):
        market.curve("coin", "dollar")


@pytest.mark.parametrize(("reach", "most"), [(0, 1_000), (1_001, 1_000)])
def test_a_curve_reaches_one_tick_to_a_thousand(reach, most):
    with pytest.raises(LimitOutOfRange) as refused:
        venue(reach=reach)
    assert refused.value.fields == {"limit_name": "reach", "limit": reach, "most": most}


def test_the_last_prices_are_those_that_pools_stop_at():
    assert (LOWEST, HIGHEST) == (
        4295128740,
        1461446703485210103287273052203988822378723970341,
    )
