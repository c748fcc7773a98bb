"""UniswapV3SpotOracle: the pool's price of this moment, whoever has moved it."""

import pytest

from tests.evm.in_process import said
from tests.evm.observer.oracle.pool_stage import FEE, FULL, ONE, build

KIND = "UniswapV3SpotOracle"
PERCENT = ONE // 100


@pytest.mark.parametrize("decimals", [0, 6, 8, 18, 27])
@pytest.mark.parametrize("first", [True, False])
def test_a_whole_token_is_worth_what_the_pool_says(decimals, first):
    """At once; the pool knows the root of its price to 96 bits."""
    pools = build(decimals, first)
    oracle = pools.oracle(KIND, FEE, PERCENT)
    assert abs(pools.quote_of(KIND, oracle) - 2_000 * ONE) <= ONE // 10**6
    pools.push_pool(100_000)
    assert abs(pools.quote_of(KIND, oracle) - 100_000 * ONE) <= ONE // 10**6


def test_both_sides_are_its_deviation_away():
    pools = build()
    oracle = pools.oracle(KIND, FEE, PERCENT)
    bid, ask = pools.chain.ask(KIND, oracle, "getQuotes", ONE, pools.base, pools.quote)
    assert (bid, ask) == (1_980 * ONE - 1, 2_020 * ONE)


def test_an_empty_pool_has_no_price():
    """Before its first price, and when the last liquidity has left."""
    pools = build()
    oracle = pools.oracle(KIND, FEE, 0)
    tokens = pools.base, pools.quote
    other = pools.chain.tell("UniswapV3Factory", pools.v3_factory, "createPool", *tokens, 500)
    unborn = pools.oracle(KIND, 500, 0)
    assert said(pools.quote_of, KIND, unborn) == ("PoolEmpty", [other])
    liquidity = pools.chain.ask("UniswapV3Pool", pools.pool, "liquidity")
    pools.chain.tell("MockV3Trader", pools.trader, "burn", pools.pool, *FULL, liquidity)
    assert said(pools.quote_of, KIND, oracle) == ("PoolEmpty", [pools.pool])


def test_a_pool_that_its_factory_does_not_know_is_refused():
    """AM-06"""
    pools = build()
    refused = said(pools.oracle, KIND, 500, 0)
    assert refused == ("PoolUnknown", [pools.v3_factory, pools.base, pools.quote, 500])


def test_another_pair_has_no_price():
    pools = build()
    oracle = pools.oracle(KIND, FEE, 0)
    refused = said(pools.chain.ask, KIND, oracle, "getQuote", 1, pools.quote, pools.pool)
    assert refused == ("NotPriced", [pools.quote, pools.pool])
