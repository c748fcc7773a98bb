"""UniswapV3TwapOracle on Uniswap's own pool: the mean over a window, and every reason to wait."""

from math import isqrt

import pytest

from counterpoise.math.ticks import sqrt_price_at
from tests.evm.in_process import said
from tests.evm.observer.oracle.pool_stage import (
    BLOCK,
    FEE,
    FULL,
    HALF_HOUR,
    ONE,
    ROOM,
    build,
)

KIND = "UniswapV3TwapOracle"
PERCENT = ONE // 100
TICK = 2 * ONE // 10  # {unit} of quote: 0.01 % of 2,000, in thousandths
DEPTH = isqrt(1_000 * ONE * 2_000_000 * ONE)  # the liquidity that is in the pool


@pytest.fixture
def pools():
    """Base has 18 decimals and is the pool's first token."""
    return build()


def told(pools, window=HALF_HOUR, block_time=BLOCK, least=1, deviation=PERCENT, fee=FEE):
    return pools.oracle(KIND, fee, window, block_time, least, deviation)


def asked(pools, oracle, amount=None):
    return said(pools.quote_of, KIND, oracle, amount)


@pytest.mark.parametrize("decimals", [0, 6, 8, 18, 27])
@pytest.mark.parametrize("first", [True, False])
def test_a_whole_token_is_worth_its_price_to_a_tick(decimals, first):
    """Whichever of the pool's tokens it is; rounded down is the tick, not the worth."""
    pools = build(decimals, first)
    oracle = told(pools)
    pools.wait(HALF_HOUR)
    worth = pools.quote_of(KIND, oracle)
    assert abs(worth - 2_000 * ONE) <= ONE // 4
    assert (worth <= 2_000 * ONE) == first or worth == 2_000 * ONE
    bid, ask = pools.chain.ask(KIND, oracle, "getQuotes", pools.unit, pools.base, pools.quote)
    assert bid <= 1_980 * ONE <= 2_020 * ONE <= ask
    assert ask - bid <= 40 * ONE + ONE // 2


@pytest.mark.parametrize("first", [True, False])
def test_the_mean_tick_is_rounded_down_on_both_sides_of_zero(first):
    """One second of 1,800 a tick lower is a tick less, a tick higher none; also below zero."""
    pools = build(first=first)
    oracle = told(pools)
    start = pools.chain.ask("UniswapV3Pool", pools.pool, "slot0")[1]
    assert (start > 0) == first
    pools.wait(HALF_HOUR - 1)
    for tick, mean in ((start + 1, start), (start - 1, start - 1)):
        with pools.dreamt():
            root = sqrt_price_at(tick)
            pools.chain.tell("MockV3Trader", pools.trader, "push", pools.pool, root)
            pools.wait(1)
            assert pools.chain.ask(KIND, oracle, "meanTick") == mean


def test_a_geometric_mean_is_the_middle_of_half_and_double(pools):
    """Half the window at 1,000, half at 4,000."""
    oracle = told(pools)
    for price in (1_000, 4_000):
        pools.push_pool(price)
        pools.wait(HALF_HOUR // 2)
    assert abs(pools.quote_of(KIND, oracle) - 2_000 * ONE) <= TICK


def test_it_is_young_until_the_pool_remembers_a_window(pools):
    """OR-11 To the second."""
    oracle = told(pools)
    pools.wait(HALF_HOUR - 1)
    pools.push_pool(2_100)
    too_young = ("TwapTooYoung", [pools.pool, HALF_HOUR - 1, HALF_HOUR])
    assert asked(pools, oracle) == too_young
    sides = said(pools.chain.ask, KIND, oracle, "getQuotes", 1, pools.quote, pools.base)
    assert sides == ("TwapTooYoung", [pools.pool, HALF_HOUR - 1, HALF_HOUR])
    pools.wait(1)
    assert abs(asked(pools, oracle) - 2_000 * ONE) <= TICK


def test_a_young_one_that_was_pushed_is_refused_and_never_answers_the_spot_price(pools):
    """OR-11 A pool pushed 50 times for a block; old enough, it has moved by 50^(1/150)."""
    oracle = told(pools)
    pools.wait(HALF_HOUR - 2 * BLOCK)
    pools.push_pool(100_000)
    pools.wait(BLOCK)
    pools.push_pool(2_000)
    assert asked(pools, oracle) == ("TwapTooYoung", [pools.pool, HALF_HOUR - BLOCK, HALF_HOUR])
    pools.wait(BLOCK)
    assert abs(asked(pools, oracle) - 2_000 * ONE * 102643 // 100000) <= 2 * TICK


def test_a_pool_that_forgets_is_young_again(pools):
    """Where blocks come faster than it was made for: refused, as no observation is old enough."""
    oracle = told(pools)
    pools.wait(HALF_HOUR)
    for i in range(ROOM):
        pools.push_pool(2_001 + i % 2)
        pools.wait(1)
    age = ROOM
    assert asked(pools, oracle) == ("TwapTooYoung", [pools.pool, age, HALF_HOUR])


def test_a_block_of_30_percent_moves_it_by_less_than_half_a_percent(pools):
    """B3, and held for the whole window it is seen whole."""
    oracle = told(pools)
    pools.wait(HALF_HOUR)
    calm = pools.quote_of(KIND, oracle)
    pools.push_pool(2_600)
    assert pools.quote_of(KIND, oracle) == calm
    pools.wait(BLOCK)
    assert calm < pools.quote_of(KIND, oracle) < calm * 1005 // 1000
    with pools.dreamt():
        pools.push_pool(2_000)
        pools.wait(HALF_HOUR - BLOCK)
        assert pools.quote_of(KIND, oracle) < calm * 1005 // 1000
        pools.wait(BLOCK)
        assert abs(pools.quote_of(KIND, oracle) - calm) <= TICK
    pools.wait(HALF_HOUR - BLOCK)
    assert abs(pools.quote_of(KIND, oracle) - 2_600 * ONE) <= 2 * TICK


@pytest.mark.parametrize(
    ("factor", "moved"),
    [(1.3, 0.0018), (2, 0.0046), (50, 0.0264), (0.5, -0.0046), (0.02, -0.0257)],
)
def test_a_block_of_any_push_moves_it_by_its_150th_root(pools, factor, moved):
    """OR-11 The table of docs/oracles.md: f^(t / T) - 1, to the tick."""
    oracle = told(pools)
    pools.wait(HALF_HOUR)
    calm = pools.quote_of(KIND, oracle)
    pools.push_pool(2_000 * factor)
    pools.wait(BLOCK)
    assert abs(pools.quote_of(KIND, oracle) / calm - 1 - moved) < 0.00015


def test_a_push_that_is_restored_in_its_block_changes_nothing(pools):
    """With a flash loan, in one transaction: to the unit, then and ever after."""
    oracle = told(pools)
    pools.wait(HALF_HOUR + 5)
    present = pools.chain.ask("UniswapV3Pool", pools.pool, "slot0")[0]
    untouched = [pools.quote_of(KIND, oracle)]
    with pools.dreamt():
        pools.wait(700)
        untouched.append(pools.quote_of(KIND, oracle))
    root = pools.root(100_000)
    pools.chain.tell("MockV3Trader", pools.trader, "pushAndRestore", pools.pool, root)
    assert pools.chain.ask("UniswapV3Pool", pools.pool, "slot0")[0] == present
    moved = [pools.quote_of(KIND, oracle)]
    pools.wait(700)
    moved.append(pools.quote_of(KIND, oracle))
    assert moved == untouched


def test_a_pool_that_was_empty_for_the_window_is_too_thin(pools):
    """OR-11"""
    oracle = told(pools)
    pools.chain.tell("MockV3Trader", pools.trader, "burn", pools.pool, *FULL, DEPTH)
    pools.wait(HALF_HOUR)
    assert asked(pools, oracle) == ("LiquidityTooThin", [pools.pool, 0, 1])


def test_a_minute_without_liquidity_is_too_thin_for_the_whole_window(pools):
    """OR-11 The harmonic mean sees it; it is above 1 again when the minute has left the window."""
    oracle = told(pools, least=HALF_HOUR)
    pools.wait(HALF_HOUR)
    pools.chain.tell("MockV3Trader", pools.trader, "burn", pools.pool, *FULL, DEPTH)
    pools.wait(60)
    pools.chain.tell("MockV3Trader", pools.trader, "mint", pools.pool, *FULL, DEPTH)
    left = HALF_HOUR // 60 - 1  # 1,800 seconds over 60 that each count 1, rounded down
    assert asked(pools, oracle) == ("LiquidityTooThin", [pools.pool, left, HALF_HOUR])
    pools.wait(HALF_HOUR)
    assert abs(asked(pools, oracle) - 2_000 * ONE) <= TICK


def test_liquidity_at_its_limit_is_too_thin(pools):
    """The mean of what never changed is that, to the 19 digits of the pool's accumulator."""
    pools.wait(HALF_HOUR)
    _, (_, mean, _) = asked(pools, told(pools, least=2 * DEPTH))
    assert abs(mean - DEPTH) < DEPTH // 10**18
    at, below = told(pools, least=mean), told(pools, least=mean - 1)
    assert asked(pools, at) == ("LiquidityTooThin", [pools.pool, mean, mean])
    assert abs(asked(pools, below) - 2_000 * ONE) <= TICK


def test_the_pools_clock_may_wrap_in_the_window():
    """In the year 2106."""
    pools = build()
    oracle = told(pools)
    pools.until(2**32 - HALF_HOUR // 2)
    pools.push_pool(4_000)
    pools.wait(HALF_HOUR // 2 + 1)
    pools.push_pool(1_000)
    pools.wait(HALF_HOUR // 2 - 1)
    assert abs(pools.quote_of(KIND, oracle) - 2_000 * ONE) <= 10 * TICK
    pools.wait(HALF_HOUR)
    assert abs(pools.quote_of(KIND, oracle) - 1_000 * ONE) <= TICK


def test_a_pool_has_room_for_a_window_of_blocks(pools):
    """OR-11 For 151 observations: a block every 12 seconds for half an hour, and one."""
    chain, other = pools.chain, 500
    pool = chain.tell(
        "UniswapV3Factory", pools.v3_factory, "createPool", pools.base, pools.quote, other
    )
    assert said(told, pools, HALF_HOUR, BLOCK, 1, 0, other) == ("CardinalityTooLow", [pool, 0, 151])
    chain.tell("UniswapV3Pool", pool, "initialize", pools.root(2_000))
    assert said(told, pools, HALF_HOUR, BLOCK, 1, 0, other) == ("CardinalityTooLow", [pool, 1, 151])
    chain.tell("UniswapV3Pool", pool, "increaseObservationCardinalityNext", 150)
    assert said(told, pools, HALF_HOUR, BLOCK, 1, 0, other) == (
        "CardinalityTooLow",
        [pool, 150, 151],
    )
    chain.tell("UniswapV3Pool", pool, "increaseObservationCardinalityNext", 151)
    told(pools, HALF_HOUR, BLOCK, 1, 0, other)


def test_a_block_time_of_nothing_is_refused(pools):
    assert said(told, pools, HALF_HOUR, 0) == ("DivFailed", [])


def test_a_pool_that_its_factory_does_not_know_is_refused(pools):
    """AM-06 Nobody names a pool: it follows from the factory, the tokens and the fee."""
    refused = said(told, pools, HALF_HOUR, BLOCK, 1, 0, 500)
    assert refused == ("PoolUnknown", [pools.v3_factory, pools.base, pools.quote, 500])


@pytest.mark.parametrize("window", [HALF_HOUR - 1, 86_401, 0])
def test_a_window_is_half_an_hour_to_a_day(pools, window):
    """OR-11"""
    told(pools, HALF_HOUR), told(pools, 86_400, 3_600)
    assert said(told, pools, window) == ("WindowOutOfRange", [window, HALF_HOUR, 86_400])


def test_a_deviation_has_a_most(pools):
    """P10"""
    told(pools, deviation=10 * PERCENT)
    refused = said(told, pools, HALF_HOUR, BLOCK, 1, 10 * PERCENT + 1)
    assert refused == ("DeviationOutOfRange", [10 * PERCENT + 1, 10 * PERCENT])


def test_another_pair_has_no_price(pools):
    oracle = told(pools)
    for way in ((pools.base, pools.base), (pools.quote, pools.pool), (pools.pool, pools.quote)):
        refused = said(pools.chain.ask, KIND, oracle, "getQuote", 1, *way)
        assert refused == ("NotPriced", [*way])
