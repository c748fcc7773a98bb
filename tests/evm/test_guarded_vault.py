"""A whole vault whose strategy has bad habits: the last weights stay, and nobody is held up."""

import pytest

from tests.counterpoise.drawn import ONE
from tests.evm.guarded import DAY, GOOD, HOUR, PERCENT, Habit, build, enters_and_leaves


@pytest.fixture
def vault():
    """Has once been rebalanced to good weights."""
    world = build()
    assert world.rebalance() is None
    assert world.last() == GOOD
    return world


def test_a_good_strategy_is_followed_at_the_pace(vault):
    """ST-06, E3 A tenth at once, however long it waited; what one may not lose another keeps."""
    vault.want((60 * PERCENT, 20 * PERCENT, 20 * PERCENT))
    vault.passes(30 * DAY)
    assert vault.rebalance() is None
    assert vault.last() == (30 * PERCENT, 40 * PERCENT, 30 * PERCENT)
    assert vault.percents() == [30, 40, 30]


def test_walls_stand_whatever_is_wanted(vault):
    """D1 All of one thing is sixty percent of it."""
    vault.want((0, ONE, 0))
    for _ in range(2):
        vault.passes(DAY)
        assert vault.rebalance() is None
    assert vault.last() == (20 * PERCENT, 60 * PERCENT, 20 * PERCENT)


BAD = [
    (Habit.REFUSE, GOOD, ("Unwell", [3, 4])),
    (Habit.BURN, GOOD, ""),
    (Habit.BOMB, GOOD, ""),
    (Habit.BOMB_REFUSAL, GOOD, ""),
    (Habit.MUTE, GOOD, ""),
    (Habit.ANSWER, (), ("WeightCount", [0, 3])),
    (Habit.ANSWER, (ONE, 0), ("WeightCount", [2, 3])),
    (Habit.ANSWER, (0,) * 400, ("WeightCount", [400, 3])),
    (Habit.ANSWER, (0, 0, ONE - 1), ("WeightSum", [ONE - 1])),
    (Habit.ANSWER, (2**255, 2**255, ONE), ("WeightSum", [2**256 - 1])),
]


@pytest.mark.parametrize("habit, words, reason", BAD)
def test_however_it_fails_the_vault_goes_on(vault, habit, words, reason):
    """C5, K5, ST-08 There are too many coins, and a rebalance brings the last weights back."""
    vault.want(words, habit)
    vault.passes(DAY)
    assert goes_on(vault)
    assert vault.record() == ["StrategyFault", vault.inner, reason]


def goes_on(vault):
    vault.gets(20_000 * 10**18)
    assert vault.percents() == [17, 58, 25]
    assert vault.rebalance() is None
    assert vault.last() == GOOD
    assert vault.percents() == [20, 50, 30]
    return enters_and_leaves(vault)


@pytest.mark.parametrize("code", ["0x", "0x00", "0x5f5ffd"])
def test_a_strategy_of_another_code_is_not_heard(vault, code):
    """ST-08, GV-05 It is gone, or another one."""
    vault.recode(code)
    vault.passes(DAY)
    assert goes_on(vault)
    assert vault.record() == ["StrategyFault", vault.inner, ("CodeChanged", [vault.inner])]


def test_without_last_weights_it_is_refused_and_everybody_may_leave():
    """C5 A first rebalance needs a strategy; an exit needs none."""
    world = build()
    world.want((), Habit.REFUSE)
    refused = ("StrategyFaulted", [world.inner, ("Unwell", [3, 4])])
    assert world.rebalance() == refused
    assert enters_and_leaves(world)


def test_where_it_is_well_again_it_is_heard_again(vault):
    vault.want((), Habit.BURN)
    vault.passes(DAY)
    vault.record()
    vault.want((25 * PERCENT, 45 * PERCENT, 30 * PERCENT))
    assert vault.rebalance() is None
    assert vault.percents() == [25, 45, 30]
    assert vault.record() == ["StrategyRecovered", vault.inner]


def test_an_hour_is_a_percent(vault):
    """ST-06 The clock runs from one rebalance to the next."""
    vault.want((60 * PERCENT, 20 * PERCENT, 20 * PERCENT))
    time = vault.chain.ask("PaceConstraint", vault.pace, "lastOf", vault.rules, 3)[1]
    vault.passes(HOUR + time - vault.chain.time())
    way = (vault.chain.time() - time) * (PERCENT // HOUR)
    assert vault.rebalance() is None
    assert vault.last()[0] == GOOD[0] + way // 10**9 * 10**9
