"""What every constraint promises. A new one is one line in the list."""

import brownie
import pytest
from world import HOUR, ONE, PERCENT, deploy

from tests.evm.constraint.states import state, weights

TARGET = weights(50, 50)
START = state(60 * ONE, 40 * ONE)
GOOD = state(55 * ONE, 45 * ONE)
COSTLY = state(50 * ONE, 40 * ONE)
THIN = state(60 * ONE, 40 * ONE, signals=(3,))  # The first asset may only be sold, in half slices.

HUB = START[3][1][0]
BANDS = (9 * PERCENT, PERCENT, 20 * PERCENT, 0, 0, 0, 0, 0)
TERMS = (3 * ONE, 24 * HOUR, ONE, 25 * PERCENT, 0, f"0x{0:040x}", 0)
WAITING = (HOUR, 2 * HOUR, HOUR, ONE, -2, f"0x{0:040x}", PERCENT)

# Name, arguments, and two ends of a rebalance: one passes, one is refused with these words.
CONSTRAINTS = [
    ("DriftConstraint", (9 * PERCENT, 2 * PERCENT), START, GOOD, None, ""),
    ("CooldownConstraint", (HOUR, PERCENT), START, GOOD, None, ""),
    ("TurnoverConstraint", (5 * PERCENT,), START, GOOD, COSTLY, "TurnoverExceeded: "),
    ("ProgressConstraint", (PERCENT,), START, GOOD, START, "NoProgress: "),
    ("ValueConstraint", (PERCENT, PERCENT), START, GOOD, COSTLY, "ValueLost: "),
    ("LossBudgetConstraint", (2 * PERCENT,), START, GOOD, COSTLY, "LossBudgetExceeded: "),
    ("MarketConstraint", (10 * PERCENT,), THIN, GOOD, COSTLY, "SliceExceeded: 0x[0-9a-f]{40}, 3, "),
    ("PaceConstraint", (10 * PERCENT, 10**9), START, GOOD, None, ""),
    ("BandConstraint", (HUB, BANDS), START, GOOD, None, ""),
    ("ScheduleConstraint", (0, HOUR // 60, 10**15), START, GOOD, None, ""),
    ("VolatilityCooldownConstraint", (WAITING,), START, GOOD, None, ""),
    ("GainConstraint", (TERMS,), START, GOOD, COSTLY, "NotWorthIt: "),
    ("BaseFeeConstraint", (10**13, PERCENT), START, GOOD, None, ""),
    ("SlippageConstraint", (PERCENT,), START, GOOD, COSTLY, "SlippageTooHigh: "),
    (
        "TurnoverBucketConstraint",
        (5 * PERCENT, 24 * ONE),
        START,
        GOOD,
        COSTLY,
        "TurnoverBudgetExceeded: ",
    ),
    ("SliceConstraint", (2, HOUR, 0, PERCENT), START, GOOD, COSTLY, "SliceTooLarge: "),
    ("JitterConstraint", ((0, HOUR // 60, 1, bytes(32), 10**15),), START, GOOD, None, ""),
    ("OwnImpactConstraint", (HUB, HOUR, f"0x{0:040x}", 10**15), START, GOOD, None, ""),
]
# Name, arguments that are as large as they may be, and what stands in their places.
LARGEST = [
    ("DriftConstraint", (25 * PERCENT, PERCENT), ("outer", "")),
    ("CooldownConstraint", (7 * 24 * HOUR, ONE), ("cooldown", "pace")),
    ("TurnoverConstraint", (ONE,), ("maxTurnover",)),
    ("ProgressConstraint", (10 * PERCENT,), ("tolerance",)),
    ("ValueConstraint", (10 * PERCENT, 10 * PERCENT), ("maxLoss", "maxGain")),
    ("LossBudgetConstraint", (10 * PERCENT,), ("dailyBudget",)),
    ("MarketConstraint", (ONE,), ("maxSlice",)),
    ("PaceConstraint", (ONE, ONE), ("maxStep", "pace")),
    ("ScheduleConstraint", (0, 366 * 24 * HOUR, 10**17), ("", "period", "least")),
    ("BaseFeeConstraint", (10**13, 25 * PERCENT), ("maxBaseFee", "hardDrift")),
    ("SlippageConstraint", (10 * PERCENT,), ("maxSlippage",)),
    ("TurnoverBucketConstraint", (ONE, 24 * ONE), ("cap", "rate")),
    ("SliceConstraint", (100, 6_048, 8 * ONE, ONE // 2), ("", "interval", "urgency", "least")),
    (
        "OwnImpactConstraint",
        (HUB, 24 * HOUR, f"0x{0:040x}", 10**17),
        ("", "wait", "", "least"),
    ),
]
BOUNDED = [(*item, i) for item in LARGEST for i, label in enumerate(item[2]) if label]
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


@pytest.mark.parametrize("name, most, labels, place", BOUNDED)
def test_a_limit_has_a_bound_of_its_own(make, name, most, labels, place):
    """J1 One unit more is refused by name, whoever deploys it; nothing raises the bound."""
    make(name, most)
    beyond = [it + 1 if i == place else it for i, it in enumerate(most)]
    label = labels[place].encode().ljust(32, b"\0")
    with brownie.reverts(f"LimitOutOfRange: {label!r}, {beyond[place]}, {most[place]}"):
        make(name, beyond)
