"""What a venue costs above the pool that it trades on: docs/execution.md has the figures."""

import pytest
from eth_utils.crypto import keccak

from counterpoise.execution.venue import KEPT
from counterpoise.math.pool_walk import LOWEST
from tests.evm.execution.v3_stage import open_exchange, open_market
from tests.evm.in_process import OUTSIDER, Chain, artifact, attempt, decode, encoded
from tests.evm.market.exchanges import Token, create_market, create_pair, is_first

ONE = 10**18
FULL = -887_220, 887_220  # {tick}, of a tier whose ticks are 60 apart
WIDE = [(*FULL, 10**6 * ONE)]
NARROW = [(10 * k, 10 * k + 10, 10**6 * ONE + (k % 5) * 10**5 * ONE) for k in range(-20, 20)]


@pytest.fixture(scope="module")
def exchange():
    return open_exchange(Chain())


def spent(chain, swapper, function, *values):
    """{gas} of a whole transaction of the next block; the one before it made no word of zero."""
    data = attempt(swapper, encoded("MockSwapper", function, values))
    for _ in range(2):
        chain.evm.advance_block(12)
        done = chain.evm.transact("attempt", data, OUTSIDER, chain.caller, 0, chain.abi)
        assert decode(["bool", "bytes"], bytes(done.output))[0]
    return done.gas_used


def swapper_of(chain, tokens):
    swapper = chain.deploy("MockSwapper")
    for token in tokens:
        chain.tell("MockToken", token, "mint", swapper, 10**6 * ONE)
    return swapper


def looked(market, function, *rest):
    """{gas} of a question to a cold venue."""
    question = encoded("UniswapV3Venue", function, (*market.ends(True), *rest))
    meter = market.chain.deploy("MockMeter")
    return market.chain.ask("MockMeter", meter, "measure", market.venue, question)


def off(market):
    """The same, its price a little away from the end of a range."""
    market.push(2**96 - 2**80)
    return market


@pytest.mark.parametrize(("fee", "positions"), [(3_000, WIDE), (500, NARROW)])
def test_a_swap_through_ranges_costs_a_second_transfer(exchange, fee, positions):
    market = off(open_market(exchange, fee, 2**96, positions))
    chain, swapper = market.chain, swapper_of(market.chain, market.tokens)
    sale = market.pool.address, market.tokens[0], True, ONE, LOWEST
    straight = spent(chain, swapper, "onPool", *sale)
    through = spent(chain, swapper, "through", (market.venue, *market.tokens, ONE, 0))
    assert 90_000 < straight < through < straight + 12_500


def test_a_swap_through_a_pair_costs_two_calls():
    chain = Chain()
    tokens = [Token(chain.deploy("MockToken", "T", "T", 18), ONE) for _ in range(2)]
    market, ends = create_market(chain), [it.address for it in tokens]
    pair = create_pair(market, *tokens, (10**6 * ONE, 10**6 * ONE))
    code = keccak(hexstr=artifact("UniswapV2Pair")["bytecode"])
    venue = chain.deploy("UniswapV2Venue", market.factory, code, KEPT)
    swapper, forward = swapper_of(chain, ends), is_first(*tokens)
    straight = spent(chain, swapper, "onPair", pair.address, ends[0], forward, ONE)
    through = spent(chain, swapper, "through", (venue, *ends, ONE, 0))
    assert 90_000 < straight < through < straight + 6_800


def test_a_look_at_wide_ranges_is_a_step(exchange):
    market = off(open_market(exchange, 3_000, 2**96, WIDE, reach=100))
    assert 15_000 < looked(market, "curve") < 20_600
    assert 15_000 < looked(market, "quote", ONE) < 20_600


@pytest.mark.parametrize(("reach", "most"), [(1, 20_600), (11, 35_000), (21, 51_500)])
def test_each_range_more_costs_a_look_15_000_gas(exchange, reach, most):
    """Each is thinner than the one before: what both bear is compared."""
    market = off(open_market(exchange, 500, 2**96, NARROW, reach=reach))
    assert most - 1_000 < looked(market, "curve") < most
