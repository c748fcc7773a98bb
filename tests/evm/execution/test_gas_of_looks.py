"""What a venue needs for telling of its market is no more than deployments reckon with."""

from __future__ import annotations

import pytest
from eth_abi import decode
from eth_utils.crypto import keccak

from counterpoise.execution.venue import KEPT
from counterpoise.math.ticks import sqrt_price_at
from scripts.deploy.markets import look_gas
from scripts.deploy.node import Node
from tests.evm.execution.splitting import NOBODY, UNRULY, Exchange, Habit
from tests.evm.execution.v3_stage import SPACINGS, open_exchange, open_market
from tests.evm.in_process import Chain, artifact, encoded
from tests.evm.test_engine_twin import pour

ONE = 10**18
CODE = keccak(hexstr=artifact("UniswapV2Pair")["bytecode"])


@pytest.fixture(scope="module")
def world(evm) -> Exchange:
    made = Exchange(evm)
    made.open([(10**6 * ONE, 10**6 * ONE)] * 3)
    return made


def is_heard(chain: Chain, venue: str, ends: tuple[str, str], gas: int) -> bool:
    """Whether it tells of its market with so much."""
    data = encoded("SplitVenue", "curve", ends).hex()
    done, _ = decode(["bool", "bytes"], chain._call("attemptWith", f"({gas},{venue},0x{data})"))
    return bool(done)


def pairs(world: Exchange, k: int = 0) -> Node:
    return Node("UniswapV2Venue", (world.factories[k], CODE, KEPT), "pairs")


def burner(world: Exchange) -> str:
    """A venue that takes all the gas that it gets for a look."""
    venue = world.chain.deploy(UNRULY)
    world.fall(venue, curve=Habit.BURN)
    return venue


def test_a_pair_is_heard(world):
    assert is_heard(world.chain, world.venues[0], world.tokens, look_gas(pairs(world)))


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_split_is_heard_even_if_the_others_burn_what_they_get(world, count):
    """With a pair at the end of the row; and it is not with a look less."""
    venues = [*(burner(world) for _ in range(count - 1)), world.venues[0]]
    split = world.chain.deploy("SplitVenue", venues, 0, NOBODY, NOBODY)
    gas = look_gas(Node("SplitVenue", (venues, 0, NOBODY, NOBODY), "split"))
    assert is_heard(world.chain, split, world.tokens, gas)
    assert not is_heard(world.chain, split, world.tokens, gas - 300_000)


def test_a_split_within_a_split_is_not_heard(world):
    """With all the gas that there is: it gets 300,000, and its first question takes more."""
    inner = world.chain.deploy("SplitVenue", [burner(world), world.venues[0]], 0, NOBODY, NOBODY)
    outer = world.chain.deploy("SplitVenue", [inner, burner(world)], 0, NOBODY, NOBODY)
    assert is_heard(world.chain, inner, world.tokens, 10_000_000)
    assert not is_heard(world.chain, outer, world.tokens, 10_000_000)


@pytest.mark.parametrize("fee", SPACINGS)
@pytest.mark.parametrize("reach", [1, 20, 100, 1_000])
def test_a_pool_of_ranges_is_heard(fee, reach):
    """Each tick spacing is one, each thinner than the one before, or thicker."""
    exchange, wide = open_exchange(Chain()), SPACINGS[fee]
    ranges = [(k * wide, k * wide + wide, (30 - abs(k)) * 10**22) for k in range(-12, 12)]
    market = open_market(exchange, fee, sqrt_price_at(0) + 2**80, ranges, reach)
    gas = look_gas(Node("UniswapV3Venue", (exchange.factory, CODE, fee, reach), "pools"))
    for is_down in (True, False):
        assert is_heard(market.chain, market.venue, market.ends(is_down), gas)


def test_a_path_needs_what_its_hops_do(world):
    between = world.tokens[1]
    hub = world.chain.deploy("MockToken", "Token", "TOK", 18)
    from_pairs = world.chain.deploy("PathVenue", [between, hub], list(world.venues[:2]))
    node = Node("PathVenue", ([between, hub], [pairs(world), pairs(world, 1)]), "path")
    pour(world.chain, world.factories[1], (between, hub), (10**6 * ONE, 10**6 * ONE))
    assert is_heard(world.chain, from_pairs, (world.tokens[0], hub), look_gas(node))
