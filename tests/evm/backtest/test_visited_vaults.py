"""Who comes and goes: in twin and bytecode the same shares for the same amounts, to the unit."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.backtest.course import Kind
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.flows import Habits
from tests.depth import sharing
from tests.evm.backtest.deployed import House, crash, file_of, town
from tests.evm.backtest.ground import HOUR
from tests.evm.backtest.test_twin_beside_bytecode import TERMS, wild

FIXED = {"kind": "fixed", "weights": {"WETH": "0.4", "WBTC": "0.3", "USDC": "0.3"}}
RULES = [
    {"kind": "drift", "outer": "0.03", "inner": "0.01"},
    {"kind": "value", "maxLoss": "0.005", "maxGain": "0.01"},
]
CPPI = {"kind": "cppi", "inner": FIXED, "floor": "80", "multiplier": "3", "maxGap": "0.3"}
PEAK = {"drawdown": {"kind": "drawdown", "spacing": HOUR, "tau": 0}}
MANY = Habits(entries=24, size=20_000, stay=0.5, single=0.5)
ROOM = 500  # {share} that may come to the first ten thousand of them
HABITS = st.builds(
    Habits,
    entries=st.floats(1, 60),
    size=st.floats(1, 10**6),
    stay=st.floats(0.01, 2),
    single=st.floats(0, 1),
)


@pytest.fixture(scope="module")
def plain() -> House:
    """Of fixed weights, that remembers nothing."""
    return town().vault(file_of(strategy=FIXED, constraints=RULES, signals={}))


@pytest.fixture(scope="module")
def small() -> House:
    """With a floor below the highest price of a share, and a cap that is soon reached."""
    changes = {"strategy": CPPI | {"ratchet": "0.9"}, "signals": PEAK}
    return town().vault(file_of(constraints=RULES, supplyCap=str(10_000 + ROOM), **changes))


def test_a_depositor_an_hour_is_the_same_to_the_unit(plain):
    """Four days: who comes in kind, with one asset, and who leaves."""
    steps = plain.play(wild(11, 96), habits=MANY)
    kinds = Counter(change.kind for step in steps for change in step.changes)

    assert kinds[Kind.ENTRY] > kinds[Kind.EXIT] > 40
    assert kinds[Kind.REBALANCE] > 3


def test_depositors_in_a_crash_are_the_same_to_the_unit(plain):
    """Eight days of real hours."""
    steps = plain.play(crash(), habits=MANY)
    kinds = Counter(change.kind for step in steps for change in step.changes)

    assert min(kinds[it] for it in Kind) > 3


def test_who_is_refused_by_a_cap_is_refused_by_both(small):
    """There is never more than may be, and little less; a floor goes on being counted by share."""
    steps = small.play(wild(11, 96), habits=MANY)
    supplies = [change.after.supply // 10**18 for it in steps for change in it.changes]

    assert 10_000 + ROOM - 100 < max(supplies) <= 10_000 + ROOM
    assert len({it.target for it in steps}) > 60


def test_nobody_brings_one_asset_at_a_price_that_is_too_old(plain):
    """Feeds speak every third hour: in kind one comes at any, with one asset after two alone."""
    terms = Terms(heartbeat=3 * HOUR, deviation=10**18)
    counts = []
    for single in (0.0, 1.0):
        habits = Habits(entries=48, size=20_000, stay=100, single=single)
        steps = plain.play(wild(11, 48, most=1), terms=terms, habits=habits)
        counts.append(sum(bool(it.changes) for it in steps))

    assert counts[0] > 40 > 34 > counts[1] > 20


@sharing(16)
@given(st.booleans(), st.integers(0, 2**32), st.sampled_from((300, HOUR, 6 * HOUR)), HABITS, TERMS)
def test_no_habits_and_no_terms_make_them_differ(plain, small, which, seed, step, habits, terms):
    house = plain if which else small
    house.play(wild(seed, 30, step), seed % 97, terms, habits)
