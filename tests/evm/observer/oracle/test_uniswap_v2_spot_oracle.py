"""UniswapV2SpotOracle: the reserves of this moment, whoever has moved them."""

import pytest

from tests.evm.in_process import said
from tests.evm.observer.oracle.pool_stage import ONE, build

KIND = "UniswapV2SpotOracle"
PERCENT = ONE // 100


@pytest.mark.parametrize("decimals", [0, 6, 8, 18, 27])
@pytest.mark.parametrize("first", [True, False])
def test_a_whole_token_is_worth_what_the_reserves_say(decimals, first):
    """At once, and to the unit."""
    pools = build(decimals, first)
    oracle = pools.oracle(KIND, PERCENT)
    assert pools.quote_of(KIND, oracle) == 2_000 * ONE
    pools.push_pair(100_000)
    base, quote = pools.reserves()
    assert pools.quote_of(KIND, oracle) == pools.unit * quote // base > 99_000 * ONE


def test_both_sides_are_its_deviation_away():
    pools = build()
    oracle = pools.oracle(KIND, PERCENT)
    sides = pools.chain.ask(KIND, oracle, "getQuotes", ONE, pools.base, pools.quote)
    assert sides == (1_980 * ONE, 2_020 * ONE)


def test_an_empty_pair_has_no_price():
    pools = build()
    other = pools.chain.deploy("MockToken", "Other", "O", 18)
    pair = pools.chain.tell("UniswapV2Factory", pools.factory, "createPair", pools.base, other)
    oracle = pools.chain.deploy(KIND, pools.factory, pools.base, other, 0)
    refused = said(pools.chain.ask, KIND, oracle, "getQuote", 1, pools.base, other)
    assert refused == ("PoolEmpty", [pair])


def test_a_pair_that_its_factory_does_not_know_is_refused():
    """AM-06"""
    pools = build()
    refused = said(pools.chain.deploy, KIND, pools.factory, pools.base, pools.pool, 0)
    assert refused == ("PoolUnknown", [pools.factory, pools.base, pools.pool, 3_000])


def test_a_deviation_has_a_most():
    pools = build()
    refused = said(pools.oracle, KIND, 10 * PERCENT + 1)
    assert refused == ("DeviationOutOfRange", [10 * PERCENT + 1, 10 * PERCENT])


def test_another_pair_has_no_price():
    pools = build()
    oracle = pools.oracle(KIND, 0)
    refused = said(pools.chain.ask, KIND, oracle, "getQuote", 1, pools.base, pools.pool)
    assert refused == ("NotPriced", [pools.base, pools.pool])
