"""What every strategy promises. A new one is one line in the list."""

import pytest
from world import ONE, PERCENT, build, deploy, plain

# Name and arguments, for the three assets of the world.
STRATEGIES = [
    ("FixedWeightStrategy", ([30 * PERCENT, 40 * PERCENT, 30 * PERCENT],)),
    ("FixedWeightStrategy", ([ONE - 2, 1, 1],)),
]


@pytest.fixture(scope="module")
def world(module_isolation):
    return build()


@pytest.fixture(params=STRATEGIES, ids=lambda item: item[0])
def strategy(request, world):
    name, arguments = request.param
    return deploy(name, world.deployer, *arguments)


@pytest.mark.parametrize("price", [1, 2_000, 10**9])
def test_the_weights_sum_to_one_whatever_the_prices(world, strategy, price):
    """I-15"""
    world.post(1, price)
    weights = plain(strategy.target(world.observer.observe(world.vault.holdings())))
    assert len(weights) == world.n
    assert sum(weights) == ONE


def test_asking_changes_no_answer(world, strategy):
    """A strategy is a pure function: asked in a transaction, it answers as before."""
    state = world.observer.observe(world.vault.holdings())
    first = plain(strategy.target(state))
    strategy.target.transact(state, {"from": world.outsider})
    assert plain(strategy.target(state)) == first


def test_it_can_do_nothing_else(strategy):
    """No owner, no setter."""
    functions = [item for item in strategy.abi if item["type"] == "function"]
    assert {item["stateMutability"] for item in functions} <= {"view", "pure"}
