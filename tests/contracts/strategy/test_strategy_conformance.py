"""What every strategy promises. A new one is one line in the list."""

import pytest
from world import DAY, NOBODY, ONE, PERCENT, build, deploy, now, plain

from counterpoise.math.signals import signals_of
from counterpoise.types import MarketClass

# Name, and arguments for the three assets of the world; another part stands as its own row.
FIXED = ("FixedWeightStrategy", ([30 * PERCENT, 40 * PERCENT, 30 * PERCENT],))
INVERSE = ("InverseVolatilityStrategy", ())
HUB, COIN, LATER = "the hub", "a coin", "in ninety days"
OPTION = (COIN, HUB, 2_000 * ONE, LATER, 4 * PERCENT, DAY, PERCENT // 5)  # of an option
GLIDE = ([30 * PERCENT, 40 * PERCENT, 30 * PERCENT], [ONE - 2, 1, 1], 0, 2**40 - 1)
TERMS = [PERCENT, 4 * PERCENT, 80 * PERCENT, 4 * ONE, 25 * PERCENT, ONE]  # of a floor
PARITY = ("RiskParityStrategy", ([0, 60 * PERCENT, 40 * PERCENT], 10**9))
TARGET = (HUB, 20 * PERCENT, 5 * PERCENT, 10 * PERCENT)
SHARPE = ([0] * 3, [60 * PERCENT] * 3, [PERCENT, 2 * PERCENT, 0], 50 * PERCENT, 10**12)
FREE = ("PaceConstraint", (ONE, ONE))
WALLS = [[10 * PERCENT] * 3, [60 * PERCENT] * 3, [[0, 0, 1], [0, 0], [80 * PERCENT, ONE]]]
GAS = 500_000  # {gas}
STRATEGIES = [
    FIXED,
    ("FixedWeightStrategy", ([ONE - 2, 1, 1],)),
    INVERSE,
    ("MarketStrategy", (INVERSE, HUB, PERCENT)),
    ("MomentumStrategy", (INVERSE, [ONE, 2 * ONE, 0], 2 * ONE, [0] * 3, [ONE] * 3)),
    ("MomentumStrategy", (FIXED, [-ONE] * 3, ONE, [0] * 3, [60 * PERCENT] * 3)),
    ("FallbackStrategy", (INVERSE, FIXED, GAS)),
    ("FallbackStrategy", (HUB, FIXED, GAS)),
    ("CppiStrategy", (FIXED, HUB, TERMS)),
    PARITY,
    ("VolatilityTargetStrategy", (FIXED, *TARGET)),
    ("VolatilityTargetStrategy", (PARITY, *TARGET)),
    ("LinearGlideStrategy", GLIDE),
    ("GeometricGlideStrategy", GLIDE),
    ("ArcGlideStrategy", GLIDE),
    ("BlendStrategy", ([INVERSE, FIXED, HUB], [50 * PERCENT, ONE // 2 - 1, 1], FIXED, 10**6)),
    ("OverlayStrategy", (FIXED, HUB, [("MockScalar", (70 * PERCENT,)), HUB], 10**6)),
    ("OverlayStrategy", (INVERSE, HUB, [("MockScalar", (70 * PERCENT,))], 10**6)),
    ("OptionReplicationStrategy", (0, *OPTION)),
    ("OptionReplicationStrategy", (1, *OPTION)),
    ("GuardedStrategy", (INVERSE, 500_000, FREE, HUB, WALLS, HUB)),
    ("MinimumVarianceStrategy", (NOBODY, [0] * 3, [ONE] * 3, [], [ONE, 10**12, 100])),
    ("FallbackStrategy", (("MaximumSharpeStrategy", (HUB, *SHARPE)), FIXED, GAS)),
    ("FallbackStrategy", (("ProposedWeightStrategy", (HUB,)), FIXED, GAS)),
]
SIGNALS = signals_of(
    [MarketClass.NORMAL, MarketClass.THIN, MarketClass.DOUBT],
    [PERCENT, ONE, 70 * PERCENT],
    [0, -10 * PERCENT, 60 * PERCENT],
    trends=[0, 40 * PERCENT, -3 * ONE],
    peak=ONE,
)


@pytest.fixture(scope="module")
def world(module_isolation):
    return build()


@pytest.fixture(params=STRATEGIES, ids=lambda item: item[0])
def strategy(request, world):
    return made(world, request.param)


def made(world, it):
    """The part of a row, the parts of a list, what is named; anything else is itself."""
    if isinstance(it, tuple):
        name, arguments = it
        return deploy(name, world.deployer, *made(world, list(arguments)))
    if isinstance(it, list):
        return [made(world, entry) for entry in it]
    hub, coin = (world.tokens[i].address for i in (0, 1))
    named = {HUB: hub, COIN: coin, LATER: now() + 90 * DAY}
    return named.get(it, it) if isinstance(it, str) else it


def seen(world):
    """What is true now, and markets of three kinds."""
    return (*world.observer.observe(world.vault.holdings())[:4], SIGNALS)


@pytest.mark.parametrize("price", [1, 2_000, 10**9])
def test_the_weights_sum_to_one_whatever_the_prices(world, strategy, price):
    """I-15"""
    world.post(1, price)
    weights = plain(strategy.target(seen(world)))
    assert len(weights) == world.n
    assert sum(weights) == ONE


def test_asking_changes_no_answer(world, strategy):
    """A strategy is a pure function: asked in a transaction, it answers as before."""
    state = seen(world)
    first = plain(strategy.target(state))
    strategy.target.transact(state, {"from": world.outsider})
    assert plain(strategy.target(state)) == first


def test_it_can_do_nothing_else(strategy):
    """No owner, no setter."""
    functions = [item for item in strategy.abi if item["type"] == "function"]
    assert {item["stateMutability"] for item in functions} <= {"view", "pure"}
