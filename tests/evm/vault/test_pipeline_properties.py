"""Vault: what bounds a rebalance, and what is promised of it, at any price, age and pool."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.errors import Refusal
from tests.depth import examples
from tests.evm.building import build, constrain, plan_with
from tests.founding import DAY, HOUR, ONE, PERCENT, Settings

DRIFT = 54_545_454_545_454_545  # 500,000 of 1,100,000 dollars, less 40 %; rounded down
HUB, ETHER, BITCOIN = range(3)


@pytest.fixture(scope="module")
def world():
    """The deployer still holds every role, so that parts can be exchanged at once."""
    return build(Settings(handed_over=False))


def slice_of(world):
    """A rebalance: the total drift that it closed D18{1}, and the {s} that the next waits."""
    cooling = constrain(world, pace=ONE)["CooldownConstraint"]
    start = world.drift()[2]
    world.tell("rebalance")
    asked = "CooldownConstraint", cooling, "readyAt", world.ask("constraint")
    return start - world.drift()[2], world.chain.ask(*asked) - world.time


@settings(max_examples=examples(100))
@given(amount=st.integers(ONE // 1_000, 36 * ONE) | st.integers(34 * ONE, 36 * ONE))
def test_disturbed_it_waits_no_longer_than_for_what_it_closed(world, amount):
    """AM-04, E2 Half of the drift is an hour; where nothing is closed, no wait begins at all."""
    world.begin()
    world.move(ETHER, 2_500)
    world.swap(ETHER, HUB, amount)
    try:
        closed, wait = slice_of(world)
    except Refusal as refused:
        assert refused.name == "NoProgress"
        return
    assert wait == min(HOUR, -(-HOUR * closed // (DRIFT // 2)))


@settings(max_examples=examples(100))
@given(price=st.integers(200, 1_500) | st.integers(2_600, 40_000))
def test_no_plan_sells_more_than_the_turnover(world, price):
    """I-13, E3 For any price, what the sold assets lose is at most 3 % of the value."""
    world.begin()
    constrain(world, max_turnover=3 * PERCENT + PERCENT // 100)
    plan_with(world, maxTurnover=3 * PERCENT)
    world.move(ETHER, price)
    _, _, value, assets, _ = world.observed()
    world.tell("rebalance")
    sold = sum(
        max(balance - left, 0) * price // unit
        for (_, unit, balance, price, _), left in zip(assets, world.books(), strict=True)
    )
    assert 0 < sold <= value * 301 // 10_000


@settings(max_examples=examples(200))
@given(
    ether=st.integers(1_200, 3_200),
    bitcoin=st.integers(30_000, 52_000),
    off=st.integers(-40, 40),
    age=st.sampled_from([0, HOUR - 1, HOUR, DAY, DAY + 1]),
    before=st.booleans(),
    paused=st.sampled_from([False, False, False, True]),
)
def test_check_upkeep_is_true_exactly_when_perform_upkeep_succeeds(
    world, ether, bitcoin, off, age, before, paused
):
    """I1 Over prices, pools off their price, ages, cooldowns and pauses, in the same second."""
    world.begin()
    if before:
        plan_with(world, maxTurnover=PERCENT)
        world.move(ETHER, 2_600)
        world.tell("rebalance")
    if paused:
        world.tell("pause", by="deployer")
    world.move(BITCOIN, bitcoin)
    world.post(ETHER, ether)
    world.set_pool(ETHER, ether * (1_000 + off))
    world.wait(age)
    upkeep = "VaultUpkeep", world.parts["upkeep"]
    promised, _ = world.chain.ask(*upkeep, "checkUpkeep", b"")
    assert passes(lambda: world.chain.tell(*upkeep, "performUpkeep", b"")) is promised


def passes(act):
    """Whether nothing refused it."""
    try:
        act()
    except Refusal:
        return False
    return True
