"""What every strategy promises. A new one is one line in the list."""

import pytest
from world import ONE, PERCENT, build, deploy, plain

from counterpoise.math.signals import signals_of
from counterpoise.types import MarketClass

# Name, and arguments for the three assets of the world; another strategy stands as its own row.
FIXED = ("FixedWeightStrategy", ([30 * PERCENT, 40 * PERCENT, 30 * PERCENT],))
INVERSE = ("InverseVolatilityStrategy", ())
HUB = "the hub"
STRATEGIES = [
    FIXED,
    ("FixedWeightStrategy", ([ONE - 2, 1, 1],)),
    INVERSE,
    ("MarketStrategy", (INVERSE, HUB, PERCENT)),
    ("FallbackStrategy", (INVERSE, FIXED)),
    ("FallbackStrategy", (HUB, FIXED)),
]
SIGNALS = signals_of(
    [MarketClass.NORMAL, MarketClass.THIN, MarketClass.DOUBT], [PERCENT, ONE, 70 * PERCENT]
)


@pytest.fixture(scope="module")
def world(module_isolation):
    return build()


@pytest.fixture(params=STRATEGIES, ids=lambda item: item[0])
def strategy(request, world):
    return made(world, request.param)


def made(world, row):
    name, arguments = row
    values = (made(world, it) if isinstance(it, tuple) else it for it in arguments)
    hub = world.tokens[0].address
    return deploy(name, world.deployer, *(hub if it == HUB else it for it in values))


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
