"""What upkeep says where trading is dear, and what each of its doors costs at most."""

from dataclasses import astuple, replace

import pytest
from simular import PyEvm

from counterpoise.constraint.gain import NOBODY, Terms
from counterpoise.execution.hub import Limits
from counterpoise.math.fixed_point import ONE
from tests.evm.in_process import OUTSIDER, Chain, attempt, encoded, said
from tests.evm.test_engine_twin import Venture, found
from tests.evm.vault.stage import (
    DAY,
    HUB,
    LENIENT,
    LIMITS,
    PERCENT,
    TERMS,
    UNITS,
    built,
    tank_of,
)

GAIN = "GainConstraint"
GATE = Terms(6 * ONE, 30 * DAY, ONE, 5 * PERCENT, 0, NOBODY, 0)
DEAR, HALF = 60, 30  # {bp}, a pool's fee and half of it
VOLATILITY = 80 * PERCENT, 0, 0, 0, 0, 0  # a year's, of each asset


@pytest.fixture(scope="module")
def gated():
    """A vault whose only rule is that a rebalance is worth its cost, and a venue with a fee."""
    stage = built(10_000_000)
    chain, it = stage.chain, stage.it
    memory, venue = chain.deploy("MockMemory"), chain.deploy("MockVenue")
    chain.tell("MockMemory", memory, "tell", VOLATILITY)
    memories = NOBODY, memory, NOBODY, NOBODY, NOBODY
    limits = replace(LIMITS, max_loss=2 * PERCENT)
    parts = {
        "Observer": chain.deploy("SignalObserver", it.observer, memories),
        "Planner": chain.deploy("HubPlanner", it.tokens[HUB], venue, astuple(limits)),
        "Constraint": chain.deploy("ConstraintSet", it.vault, [chain.deploy(GAIN, astuple(GATE))]),
    }
    for name, part in parts.items():
        chain.tell("Vault", it.vault, f"set{name}", part)
    chain.tell("Vault", it.vault, "setVenue", venue, True)
    for token, unit in zip(it.tokens, UNITS):
        chain.tell("MockToken", token, "mint", venue, 10**9 * unit)
    return replace(stage, it=replace(it, venue=venue)).keep()


def priced(stage, price, fee):
    """Ether costs so much, also at the venue, which takes a fee {bp}."""
    stage = stage.begin()
    chain, it, venue = stage.chain, stage.it, stage.it.venue
    it.post((ONE, price * ONE))
    reserves = 10**7 * UNITS[0], 10**7 * UNITS[1] // price
    chain.tell("MockVenue", venue, "setPool", *it.tokens, *reserves)
    chain.tell("MockVenue", venue, "setFee", fee * ONE // 10_000)
    return stage


@pytest.mark.parametrize("fee, due", [(DEAR, False), (HALF, True)])
def test_half_of_the_venues_fee_makes_upkeep_due(gated, fee, due):
    """E5 107 dollars are gained, and lost are 148 or 92: its fee, and its impact."""
    stage = priced(gated, 2_150, fee)
    assert stage.due() == (due, b"")
    waits = ("NotWorthIt", [106_948_341_310_447_268_240, 147_888_435_154_409_999_150])
    assert said(stage.work) == (0 if due else waits)


def test_beyond_the_hard_drift_no_fee_stops_it(gated):
    """E5 5.9 % of total drift, at the dearer fee."""
    stage = priced(gated, 2_540, DEAR)
    assert stage.due() == (True, b"")
    assert said(stage.work) == 0


# {gas} of whole transactions, a tenth above what they took when this was written: the vault's own
# doors and VaultUpkeep, and the tank, which observes twice.
CEILINGS = {2: (365_000, 435_000), 8: (1_285_000, 1_410_000), 20: (3_100_000, 3_335_000)}


def many(count):
    """A vault of so many assets, of which all trade: every other one is too heavy."""
    heavy = [(i % 2 == 0) for i in range(count)]
    weights = [ONE // count] * count
    weights[0] += ONE - sum(weights)
    balances = tuple((12 if it else 8) * 10**22 for it in heavy)
    venture = Venture(
        units=(10**18,) * count,
        balances=balances,
        target=tuple(weights),
        hub=0,
        pools={i: (10**25, 10**25) for i in range(1, count)},
        limits=Limits(ONE, ONE, 2 * PERCENT, PERCENT, ONE),
        constraints=((PERCENT // 10, PERCENT // 20), *LENIENT[1:]),
        rounds=(),
    )
    chain = Chain()
    it = found(chain, chain.deploy("UniswapV2Factory", chain.caller), venture)
    chain.evm.advance_block(DAY)
    it.post((ONE,) * count)
    return it


def doors(it):
    """Contract, address, function and data of each door that rebalances."""
    upkeep = it.chain.deploy("VaultUpkeep", it.vault, it.lens)
    return {
        "rebalance": ("Vault", it.vault, "rebalance", ()),
        "performUpkeep": ("Vault", it.vault, "performUpkeep", (b"",)),
        "upkeep": ("VaultUpkeep", upkeep, "performUpkeep", (b"",)),
        "tank": ("MockTank", tank_of(it, TERMS), "performUpkeep", (b"",)),
    }


@pytest.mark.parametrize("count", CEILINGS)
def test_every_door_stays_below_its_ceiling(count):
    """K3, RB-12 All assets trade; a block of 30 million gas has room for nine of the largest."""
    it = many(count)
    chain, ways = it.chain, doors(it)
    photo, start = chain.evm.create_snapshot(), it.holdings()[1]
    for way, (name, account, function, values) in ways.items():
        chain.evm = PyEvm.from_snapshot(photo)
        data = attempt(account, encoded(name, function, values))
        done = chain.evm.transact("attempt", data, OUTSIDER, chain.caller, 0, chain.abi)
        assert done.output[31] == 1  # It succeeded.
        assert done.gas_used < CEILINGS[count][way == "tank"]
        assert all(a != b for a, b in zip(start, it.holdings()[1], strict=True))
