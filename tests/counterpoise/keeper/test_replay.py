"""A rebalance of the past, made again of the holdings before it and of its events."""

from dataclasses import replace

import pytest

from counterpoise.chain.events import Rebalanced, Traded
from counterpoise.chain.history import Step
from counterpoise.errors import CooldownActive
from counterpoise.keeper.replay import priced, replay
from tests.counterpoise.explain.small import DOLLAR, DRIFTED, ETHER, HALVES, ONE, VENUE, engine

WHO = "0x" + "ab" * 20
SOLD, GOT = 50199922891875050000, 99600154216
TRADE = Traded(VENUE, ETHER, DOLLAR, SOLD, GOT)
MADE = Rebalanced(WHO, 10**6 * ONE, 999200308432249900000000, (ONE, 2_000 * ONE), HALVES.weights)
STEP = Step("0x1", 0, True, (TRADE,), MADE)


def again(*steps, start=DRIFTED, **changes):
    return list(replay(engine(**changes), start, steps, lambda state: state))


def test_what_the_twin_makes_again_is_the_same_to_the_unit():
    (it,) = again(STEP)
    assert it.difference is None
    assert it.twin.end.balances == (400_000 * 10**6 + GOT, 300 * ONE - SOLD)


def test_the_prices_are_those_of_the_event():
    """They came in the same block as the rebalance, after what is known of the block before."""
    before = priced(DRIFTED, (ONE, 1_000 * ONE))
    assert before.value == 700_000 * ONE
    (it,) = again(STEP, start=before)
    assert (it.difference, it.twin.start) == (None, DRIFTED)


@pytest.mark.parametrize(
    "what, changes",
    [
        ("the value", {"start_value": 10**6 * ONE + 1}),
        ("the target", {"target": (ONE // 2 + 1, ONE // 2 - 1)}),
        ("the end", {"end_value": MADE.end_value - 1}),
    ],
)
def test_an_event_that_says_a_unit_more_or_less_is_told(what, changes):
    (it,) = again(replace(STEP, made=replace(MADE, **changes)))
    assert it.difference.what == what


@pytest.mark.parametrize(
    "what, changes", [("the orders", {"sold": SOLD + 1}), ("the balances", {"bought": GOT + 1})]
)
def test_a_trade_of_a_unit_more_is_told(what, changes):
    (it,) = again(replace(STEP, trades=(replace(TRADE, **changes),)))
    assert it.difference.what == what


def test_a_rebalance_that_the_twin_would_have_refused_is_told():
    (it,) = again(STEP, ready_at=10)
    assert it.difference.what == "whether it was due"
    assert str(it.difference.twin) == str(CooldownActive(0, 10))


def test_a_second_one_begins_where_the_first_ended():
    """And waits for the same clock."""
    first, second = again(STEP, STEP)
    assert first.difference is None
    assert second.twin.start.balances == first.twin.end.balances
    assert str(second.difference.twin) == str(CooldownActive(0, 3_600))


def test_a_keepers_own_orders_are_judged_as_they_were_made():
    """The planner would have sold more."""
    sold = 40 * ONE
    got = engine().venue.quote(ETHER, DOLLAR, sold)
    left = 260 * 2_000 * ONE + (400_000 * 10**6 + got) * 10**12
    own = Traded(VENUE, ETHER, DOLLAR, sold, got)
    made = replace(MADE, end_value=left)
    (it,) = again(Step("0x1", 0, False, (own,), made))
    assert it.difference is None
    (planned,) = again(Step("0x1", 0, True, (own,), made))
    assert planned.difference.what == "the orders"
