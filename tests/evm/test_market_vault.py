"""A whole vault on real pairs: one asset stands still, the others do not, all may leave."""

from dataclasses import astuple
from types import SimpleNamespace

import pytest

from counterpoise.execution.hub import Limits
from counterpoise.types import MarketClass
from tests.counterpoise.drawn import ONE
from tests.evm.in_process import Chain, said
from tests.evm.test_engine_twin import NOBODY, SHARES, Venture, found

NAMES = ("HUB", "COIN", "OTHER")
PERCENT = ONE // 100
TENTH = ONE // 10
LENIENT = ((ONE // 1_000, ONE // 10_000), (0, 0), (ONE,), (TENTH,), (TENTH, TENTH), (TENTH,))
VENTURE = Venture(
    units=(10**6, 10**18, 10**8),
    balances=(40_000 * 10**6, 40_000 * 10**18, 20_000 * 10**8),
    target=(20 * PERCENT, 50 * PERCENT, 30 * PERCENT),
    hub=0,
    pools={1: (10**8 * 10**18, 10**8 * 10**6), 2: (10**8 * 10**8, 10**8 * 10**6)},
    limits=Limits(ONE, ONE, PERCENT, PERCENT, ONE),
    constraints=LENIENT,
    rounds=(),
)
HALTED = [it for it in MarketClass if it >= MarketClass.TRANSIENT]
FOREVER = 2**256 - 1


@pytest.fixture
def vault():
    """Of a hub, a coin and another coin at a dollar each, whose slices are of ten per cent."""
    chain = Chain()
    it = found(chain, chain.deploy("UniswapV2Factory", chain.caller), VENTURE)
    chain.evm.advance_block(86_400)
    it.post((ONE,) * 3)
    memory = chain.deploy("MockMemory")
    limit = chain.deploy("MarketConstraint", 10 * PERCENT)
    inner = chain.deploy("FixedWeightStrategy", VENTURE.target)
    parts = {
        "Observer": chain.deploy("SignalObserver", it.observer, (memory, *[NOBODY] * 4)),
        "Strategy": chain.deploy("MarketStrategy", inner, it.tokens[0], 99 * PERCENT // 10),
        "Constraint": chain.deploy("ConstraintSet", it.vault, [limit]),
    }
    for name, part in parts.items():
        chain.tell("Vault", it.vault, f"set{name}", part)
    return SimpleNamespace(chain=chain, it=it, memory=memory)


def mark(vault, name, kind):
    token = vault.it.tokens[NAMES.index(name)]
    vault.chain.tell("MockMemory", vault.memory, "classify", token, kind)


def books(vault):
    return list(vault.it.holdings()[1])


@pytest.mark.parametrize("kind", HALTED)
def test_what_is_halted_stands_still_while_the_other_is_bought(vault, kind):
    """K4, K5 Of the coin not a unit moves."""
    mark(vault, "COIN", kind)
    start = books(vault)
    assert said(vault.it.rebalance) is None
    end = books(vault)
    assert end[1] == start[1] and end[2] > start[2] and end[0] < start[0]


def test_in_a_normal_market_both_are_bought(vault):
    start = books(vault)
    assert said(vault.it.rebalance) is None
    assert all(now > then for now, then in zip(books(vault)[1:], start[1:]))


def test_a_hub_that_is_not_normal_stops_all(vault):
    """K1 There is nothing to trade, and so nothing is."""
    mark(vault, "HUB", MarketClass.TRANSIENT)
    start = books(vault)
    said(vault.it.rebalance)
    assert books(vault) == start


def test_no_keeper_goes_round_it(vault):
    """K1 Orders of its own are judged by the same constraint."""
    mark(vault, "COIN", MarketClass.MANIPULATION)
    hub, coin, _ = vault.it.tokens
    order = vault.it.venue, hub, coin, 10**9, 1
    chain, deadline = vault.chain, vault.chain.time() + 300
    spoken = said(chain.tell, "Vault", vault.it.vault, "execute", [order], deadline)
    assert spoken[0] == "TradeForbidden"
    assert spoken[1][:3] == [coin.lower(), MarketClass.MANIPULATION, VENTURE.balances[1]]


@pytest.mark.parametrize("kind", MarketClass)
def test_everybody_may_leave_in_every_class(vault, kind):
    """K1, EX-01 Half of the shares is half of each asset; and with no memory at all."""
    for name in NAMES:
        mark(vault, name, kind)
    start, chain = books(vault), vault.chain
    for shares, gone in ((SHARES // 2, False), (SHARES // 4, True)):
        chain.tell("MockMemory", vault.memory, "forget", gone)
        asked = shares, chain.caller, [], [], FOREVER
        assert isinstance(said(chain.tell, "Vault", vault.it.vault, "redeem", *asked), list)
    assert books(vault) == [it - it // 2 - it // 4 for it in start]
    assert astuple(VENTURE)[1] == tuple(start)
