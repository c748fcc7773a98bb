"""FaultEstimator: tells of a strategy that is not heard, of another reason, and of its end."""

import pytest
from eth_abi import decode

from counterpoise.observer.estimator.fault import FaultEstimator
from tests.evm.guarded import GOOD, STIPEND, Habit, build
from tests.evm.in_process import encoded, errors, refused, said

NAME = "FaultEstimator"
DAY = 86_400
HALF = 10**18 // 2


@pytest.fixture
def world():
    """Nobody has looked yet."""
    return build()


def standing(world):
    return world.chain.ask(NAME, world.watch, "standing")


def selector(name):
    return next(key for key, row in errors().items() if row[0] == name)


def test_a_strategy_that_has_never_failed_is_no_news(world):
    assert world.record() == []
    assert standing(world) == (False, bytes(4), 0)


def test_a_fault_is_told_once(world):
    """C5"""
    world.want((), Habit.REFUSE)
    assert world.record() == ["StrategyFault", world.inner, ("Unwell", [3, 4])]
    since = world.chain.time()
    assert standing(world) == (True, selector("Unwell"), since)
    world.chain.evm.advance_block(DAY)
    assert world.record() == []
    assert standing(world) == (True, selector("Unwell"), since)


def test_another_error_is_news_and_other_numbers_are_not(world):
    world.want((0, 0, 1))
    assert world.record()[2] == ("WeightSum", [1])
    world.want((0, 0, 2))
    assert world.record() == []
    world.want((HALF, HALF))
    assert world.record()[2] == ("WeightCount", [2, 3])


def test_a_fault_without_a_word_is_one(world):
    world.want((), Habit.BURN)
    assert world.record() == ["StrategyFault", world.inner, ""]
    assert standing(world)[:2] == (True, bytes(4))
    assert world.record() == []


def test_the_end_of_it_is_told_once(world):
    world.want((), Habit.BURN)
    world.record()
    world.want(GOOD)
    assert world.record() == ["StrategyRecovered", world.inner]
    assert world.record() == []
    assert standing(world)[:2] == (False, bytes(4))


def test_too_little_gas_makes_no_strategy_look_dead(world):
    """OR-08 Whoever records: it is told nothing, or nothing is recorded at all."""
    world.want(GOOD, Habit.HEAVY)
    data, said_ = encoded(NAME, "record", ()).hex(), set()
    for gas in [*range(50_000, 1_400_000, 77_777), *range(1_050_000, 1_150_000, 4_999)]:
        call = f"({gas},{world.watch},0x{data})"
        success, answer = decode(["bool", "bytes"], world.chain._call("attemptWith", call))
        said_.add((success, answer if success or not answer else refused(answer).name))
    assert said_ == {(True, bytes(32)), (False, "GasTooLow"), (False, b"")}
    assert STIPEND == 1_000_000


def test_a_dead_observer_tells_nothing_of_the_strategy(world):
    """It reverts as the observer does."""
    world.chain.tell("MockOracle", world.it.oracles[1], "set", 0)
    answer = said(lambda: world.chain.tell(NAME, world.watch, "record"))
    assert answer[0] == "PriceOutOfDomain"


STEPS = [
    ((), Habit.REFUSE),
    ((), Habit.REFUSE),
    ((1,), Habit.ANSWER),
    ((), Habit.MUTE),
    (GOOD, Habit.ANSWER),
    ((), Habit.BURN),
    (GOOD, Habit.ANSWER),
]


def test_the_twin_is_the_chain(world):
    twin = FaultEstimator()
    for words, habit in STEPS:
        world.want(words, habit)
        state = world.chain.ask("SpotObserver", world.it.observer, "observe", world.it.holdings())
        answer = world.chain.ask("GuardedStrategy", world.guard, "faultOf", state)
        news = twin.record(*answer, world.chain.time())
        assert world.chain.tell(NAME, world.watch, "record") is news
        assert standing(world) == (twin.faulty, twin.kind, twin.since)
