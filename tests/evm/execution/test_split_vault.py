"""A whole vault that trades over a split of real pairs, and over one with a bad venue in it."""

from dataclasses import astuple, replace

import pytest
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.engine import Engine
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.split import SplitVenue
from counterpoise.execution.venue import KEPT, UniswapV2Venue
from counterpoise.types import UNLIMITED, Curve
from tests.depth import examples
from tests.evm.execution.splitting import NEVER, NOBODY, ONE, UNRULY, Habit
from tests.evm.in_process import Chain, artifact, said
from tests.evm.test_engine_twin import Venture, compare, found, is_decided, pour, twin_of

PERCENT, HOUR = ONE // 100, 3_600
DEEP = {1: (4 * 10**6 * ONE, 4 * 10**12), 2: (4 * 10**14, 4 * 10**12)}
OTHER = {1: (10**6 * ONE, 1_004_000 * 10**6), 2: (10**14, 996_000 * 10**6)}
VENTURE = Venture(
    units=(10**6, ONE, 10**8),
    balances=(40_000 * 10**6, 40_000 * ONE, 20_000 * 10**8),
    target=(20 * PERCENT, 50 * PERCENT, 30 * PERCENT),
    hub=0,
    pools=DEEP,
    limits=Limits(ONE, ONE, PERCENT, PERCENT, ONE),
    constraints=(
        (ONE // 1_000, ONE // 10_000),
        (0, 0),
        (ONE,),
        (PERCENT,),
        (PERCENT, PERCENT),
        (PERCENT,),
    ),
    rounds=(),
)


class Vault:
    """At a dollar for everything; both factories have a pair of each asset with the hub."""

    def __init__(self, chain: Chain, more: int = 0) -> None:
        self.chain = chain
        self.it = found(chain, chain.deploy("UniswapV2Factory", chain.caller), VENTURE)
        second = chain.deploy("UniswapV2Factory", chain.caller)
        code = keccak(hexstr=artifact("UniswapV2Pair")["bytecode"])
        self.unruly = [chain.deploy(UNRULY) for _ in range(more)]
        venues = [self.it.venue, chain.deploy("UniswapV2Venue", second, code, KEPT), *self.unruly]
        self.split = chain.deploy("SplitVenue", venues, 0, NOBODY, NOBODY)
        hub = self.it.tokens[0]
        for i, amounts in OTHER.items():
            pour(chain, second, (self.it.tokens[i], hub), amounts)
        self.plan_by(self.split)

    def plan_by(self, venue: str) -> None:
        hub, tell = self.it.tokens[0], self.chain.tell
        planner = self.chain.deploy("HubPlanner", hub, venue, astuple(VENTURE.limits))
        tell("Vault", self.it.vault, "setPlanner", planner)
        tell("Vault", self.it.vault, "setVenue", venue, True)

    def twin(self):
        tokens, other = self.it.tokens, UniswapV2Venue()
        for i, amounts in OTHER.items():
            other.set_pool(tokens[i], tokens[0], *amounts)
        plain = twin_of(VENTURE, self.it)
        venue = SplitVenue((plain.engine.venue, other))
        planner = HubPlanner(tokens[0], self.split, VENTURE.limits, venue.curve)
        engine = Engine(plain.engine.strategy, planner, venue, plain.engine.constraint)
        return replace(plain, engine=engine)

    def rebalance(self):
        self.chain.evm.advance_block(HOUR)
        self.it.post((ONE, ONE, ONE))
        return said(self.it.rebalance)

    def value(self) -> float:
        """{USD}"""
        _, balances, _ = self.it.holdings()
        return sum(it / unit for it, unit in zip(balances, VENTURE.units, strict=True))


@settings(max_examples=examples(10))
@given(moves=st.lists(st.lists(st.integers(950, 1_050), min_size=3, max_size=3), max_size=3))
def test_vault_and_engine_decide_the_same_over_a_split(evm, moves):
    """Round after round, to the unit, though prices leave the pools behind."""
    vault = Vault(evm)
    twin = vault.twin()
    for move in [[1_000] * 3, *moves]:
        prices = tuple(ONE * it // 1_000 for it in move)
        evm.evm.advance_block(HOUR)
        vault.it.post(prices)
        seen = compare(vault.it, twin, prices)
        assert is_decided(seen) or seen[0] in {"WithinBand", "NoProgress"}


def test_it_loses_less_than_over_one_pair(evm):
    """110 dollars of 100,000, and 93 with pairs beside them a quarter as deep."""
    one, both = Vault(evm), Vault(evm)
    one.plan_by(one.it.venue)
    assert one.rebalance() is None and both.rebalance() is None
    assert (round(one.value(), 2), round(both.value(), 2)) == (99890.42, 99906.67)


@pytest.mark.parametrize("habit", [it for it in Habit if it is not Habit.HONEST])
def test_a_venue_that_fails_takes_nothing_and_holds_up_nobody(evm, habit):
    """K5 It says that it pays five percent more than the pairs: the vault trades on these, and less
    than it had to, as it counts on more."""
    good, vault = Vault(evm), Vault(evm, more=1)
    brag(vault, vault.unruly[0], habit)
    assert good.rebalance() is None
    assert vault.rebalance() is None
    assert (round(good.value(), 2), round(vault.value(), 2)) == (99906.67, 99946.91)


def test_where_all_venues_fail_nothing_moves(evm):
    """K5 The first sale, of what is to bring 10,000 at the price they brag of."""
    vault = Vault(evm, more=2)
    for it in vault.unruly:
        brag(vault, it, Habit.HALVE)
    split = evm.deploy("SplitVenue", vault.unruly, 0, NOBODY, NOBODY)
    vault.plan_by(split)
    start = vault.it.holdings()
    name, (sell, buy, left) = vault.rebalance()
    assert (name, sell, buy) == ("VenuesFailed", *(it.lower() for it in vault.it.tokens[:2]))
    assert left == 9_780_476_051
    assert vault.it.holdings() == start


def brag(vault, venue, habit):
    """It has a market of the first asset with the hub, by its own words, and a habit of paying."""
    hub, coin, _ = vault.it.tokens
    for token, sell, buy in ((coin, ONE, 10**6), (hub, 10**6, ONE)):
        told = Curve(10**6 * sell, 1_050_000 * buy, ONE, UNLIMITED)
        vault.chain.tell(UNRULY, venue, "setCurves", token, astuple(told), astuple(NEVER))
    vault.chain.tell(UNRULY, venue, "fall", Habit.HONEST, Habit.HONEST, habit)
