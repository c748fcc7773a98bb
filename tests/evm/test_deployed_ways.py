"""What a deployment asks of the pools of its venue, each refusal by its place; on real pools."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.math.fixed_point import ONE
from counterpoise.math.ticks import sqrt_price_at
from scripts.deploy.node import Node
from scripts.deploy.parameters import Mismatch
from scripts.deploy.ways import Ways
from tests.depth import examples
from tests.evm.in_process import Chain, artifact
from tests.evm.test_engine_twin import pour

PAIR, POOL = (f"0x{keccak(hexstr=artifact(it)['bytecode']).hex()}" for it in (
    "UniswapV2Pair", "UniswapV3Pool"
))  # fmt: skip
PERCENT, FEE, FULL = ONE // 100, 3_000, (-887_220, 887_220)
KINDS = {"IUniswapV2Factory": "UniswapV2Factory", "IUniswapV2Pair": "UniswapV2Pair"}


class World:
    """A coin at 2,000 dollars and a hub at one, both with 18 decimals, a dollar between them."""

    def __init__(self) -> None:
        self.chain = Chain()
        made = [self.chain.deploy("MockToken", "Token", "TOK", 18) for _ in range(3)]
        self.coin, self.between, self.hub = (to_checksum_address(it) for it in made)
        self.factory = self.chain.deploy("UniswapV2Factory", self.chain.caller)
        self.factory_of_pools = self.chain.deploy("UniswapV3Factory")
        self.trader = self.chain.deploy("MockV3Trader")

    def ask(self, field: str, kind: str, address: str, function: str, *values: Any) -> Any:
        return self.chain.ask(KINDS.get(kind, kind[1:]), address, function, *values)

    def pairs(self, code_hash: str = PAIR) -> Node:
        return Node("UniswapV2Venue", (self.factory, code_hash, 997 * 10**15), "pairs")

    def pools(self, code_hash: str = POOL) -> Node:
        return Node("UniswapV3Venue", (self.factory_of_pools, code_hash, FEE, 20), "pools")

    def path(self, *hops: Node) -> Node:
        return Node("PathVenue", ([self.between, self.hub], list(hops)), "path")

    def pair(self, ends: tuple[str, str], first: int, second: int) -> None:
        pour(self.chain, self.factory, ends, (first * ONE, second * ONE))

    def pool(self, ends: tuple[str, str], root: int, liquidity: int) -> str:
        create = self.factory_of_pools, "createPool", *ends, FEE
        made = self.chain.tell("UniswapV3Factory", *create)
        self.chain.tell("UniswapV3Pool", made, "initialize", root)
        if liquidity:
            self.chain.tell("MockV3Trader", self.trader, "mint", made, *FULL, liquidity)
        return to_checksum_address(made)

    def require(self, venue: Node, coin: int = 2_000) -> None:
        fair = {self.coin: Fraction(coin), self.hub: Fraction(1)}
        symbols = {self.coin: "WETH", self.hub: "USDC"}
        Ways(self.ask, fair, PERCENT).require(venue, self.hub, symbols)


def split(*venues: Node) -> Node:
    return Node("SplitVenue", (list(venues), 0, None, None), "split")


def refusal(world: World, venue: Node) -> str:
    with pytest.raises(Mismatch) as refused:
        world.require(venue)
    return str(refused.value)


@pytest.fixture
def world() -> World:
    return World()


def test_a_pair_at_the_feeds_price_is_a_market(world):
    world.pair((world.coin, world.hub), 1_000, 2_000_000)
    world.require(split(world.pairs(), world.pools()))


def test_an_asset_without_any_pool_is_refused(world):
    said = "venue: expected a market of WETH and USDC, got no pool of theirs"
    assert refusal(world, split(world.pairs(), world.pools())) == said
    world.pair((world.coin, world.between), 1_000, 2_000_000)  # Half of a way is none.
    assert refusal(world, split(world.pairs(), world.path(world.pairs(), world.pairs()))) == said


def test_a_pool_that_is_not_derived_from_its_factory_is_refused(world):
    """AM-06 Its address by another code, V2 and V3, wherever in the tree."""
    wrong = "0x" + "22" * 32
    world.pair((world.coin, world.between), 1_000, 2_000_000)
    world.pool((world.between, world.hub), 2**96, ONE)
    found = refusal(world, split(world.path(world.pairs(wrong), world.pools()), world.pools()))
    assert found.startswith("venue.venues[0].hops[0].pool.address: expected 0x")
    found = refusal(world, world.path(world.pairs(), world.pools(wrong)))
    assert found.startswith("venue.hops[1].pool.address: expected 0x")


def test_a_pool_without_liquidity_is_refused(world):
    """Drained to nothing on one side, or never filled."""
    world.chain.tell("UniswapV2Factory", world.factory, "createPair", world.coin, world.hub)
    said = "venue.venues[0].reserves: expected some of both tokens, got 0, 0"
    assert refusal(world, split(world.pairs(), world.pools())) == said
    place = world.pool((world.coin, world.hub), 2**96, 0)
    said = f"venue.liquidity: expected some at the price of {place}, got none"
    assert refusal(world, world.pools()) == said


def test_a_quote_that_lies_is_refused(world):
    """A pair, and a path of two whose product is off."""
    world.pair((world.coin, world.hub), 1_000, 2_100_000)
    said = "venue.venues[0].price: expected within 1 % of the pools' 2100, got 2000 by the feeds"
    assert refusal(world, split(world.pairs(), world.pools())) == said
    world.pair((world.coin, world.between), 1_000, 2_000_000)
    world.pair((world.between, world.hub), 1_000, 980)
    said = "venue.price: expected within 1 % of the pools' 1960, got 2000 by the feeds"
    assert refusal(world, world.path(world.pairs(), world.pairs())) == said


def test_each_hop_of_a_path_counts_and_its_middle_token_needs_no_feed(world):
    """A dollar that costs two, and back."""
    world.pair((world.coin, world.between), 1_000, 1_000_000)
    world.pool((world.between, world.hub), *root_of(world, 2))
    world.require(world.path(world.pairs(), world.pools()))


def root_of(world: World, price: int) -> tuple[int, int]:
    """X96, where the token between costs so many of the hub, and L."""
    ratio = price if int(world.between, 16) < int(world.hub, 16) else 1 / price
    return round(ratio**0.5 * 2**96), 10**6 * ONE


@settings(max_examples=examples(20), deadline=None)
@given(off=st.integers(-300, 300), tick=st.integers(-300, 300))
def test_what_is_beyond_the_tolerance_is_refused_and_nothing_else(off, tick):
    """Ten-thousandths of a pair's price, ticks of a pool's: against the feeds, at a hundredth."""
    world = World()
    world.pair((world.coin, world.between), 10_000, 10_000 + off)
    world.pool((world.between, world.hub), sqrt_price_at(tick), ONE * 10**6)
    way = tick if int(world.between, 16) < int(world.hub, 16) else -tick
    price = (1 + off / 10_000) * 1.0001**way
    ways = Ways(world.ask, {world.coin: Fraction(1), world.hub: Fraction(1)}, PERCENT)
    symbols = {world.coin: "WETH", world.hub: "USDC"}
    venue = world.path(world.pairs(), world.pools())
    try:
        ways.require(venue, world.hub, symbols)
    except Mismatch:
        assert abs(price - 1) > (0.01 - 1e-9) * price
    else:
        assert abs(price - 1) <= (0.01 + 1e-9) * price
