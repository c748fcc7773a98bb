"""What every constraint promises. A new one is one line in the list."""

import brownie
import pytest
from states import state, weights
from world import HOUR, ONE, PERCENT, deploy

TARGET = weights(50, 50)
START = state(60 * ONE, 40 * ONE)
GOOD = state(55 * ONE, 45 * ONE)
COSTLY = state(50 * ONE, 40 * ONE)

# Name, arguments, and two ends of a rebalance: one passes, one is refused with these words.
CONSTRAINTS = [
    ("DriftConstraint", (9 * PERCENT, 2 * PERCENT), START, GOOD, None, ""),
    ("CooldownConstraint", (HOUR,), START, GOOD, None, ""),
    ("TurnoverConstraint", (5 * PERCENT,), START, GOOD, COSTLY, "TurnoverExceeded: "),
    ("ProgressConstraint", (PERCENT,), START, GOOD, START, "NoProgress: "),
    ("ValueConstraint", (PERCENT, PERCENT), START, GOOD, COSTLY, "ValueLost: "),
    ("LossBudgetConstraint", (2 * PERCENT,), START, GOOD, COSTLY, "LossBudgetExceeded: "),
]
REFUSING = [item for item in CONSTRAINTS if item[4]]


@pytest.fixture
def make(accounts):
    return lambda name, args: deploy(name, accounts[0], *args)


@pytest.mark.parametrize("name, args, start, good, bad, words", CONSTRAINTS)
def test_what_judge_accepts_check_accepts(make, accounts, name, args, start, good, bad, words):
    constraint = make(name, args)
    constraint.judge(accounts[0], start, TARGET, good)
    constraint.check(start, TARGET, good, {"from": accounts[0]})


@pytest.mark.parametrize("name, args, start, good, bad, words", REFUSING)
def test_judge_and_check_refuse_alike(make, accounts, name, args, start, good, bad, words):
    constraint = make(name, args)
    move, me = (start, TARGET, bad), {"from": accounts[0]}
    for ask, asked in ((constraint.judge.transact, (accounts[0], *move)), (constraint.check, move)):
        with brownie.reverts(revert_pattern=f"{words}[0-9]+, [0-9]+"):
            ask(*asked, me)


@pytest.mark.parametrize("name, args, start, good, bad, words", CONSTRAINTS)
def test_a_stranger_cannot_spend_what_is_anothers(
    make, accounts, name, args, start, good, bad, words
):
    """Whatever one caller does first, another is judged as if it had not."""
    constraint = make(name, args)
    constraint.check(start, TARGET, good, {"from": accounts[1]})
    constraint.check(start, TARGET, good, {"from": accounts[0]})


@pytest.mark.parametrize("name, args, start, good, bad, words", CONSTRAINTS)
def test_judging_remembers_nothing(make, accounts, name, args, start, good, bad, words):
    constraint = make(name, args)
    for _ in range(2):
        constraint.judge.transact(accounts[0], start, TARGET, good, {"from": accounts[0]})


@pytest.mark.parametrize("name, args, start, good, bad, words", CONSTRAINTS)
def test_there_is_no_setter(make, name, args, start, good, bad, words):
    """A new number is a new deployment."""
    changing = {
        item["name"]
        for item in make(name, args).abi
        if item["type"] == "function" and item["stateMutability"] not in ("view", "pure")
    }
    assert changing <= {"check"}
