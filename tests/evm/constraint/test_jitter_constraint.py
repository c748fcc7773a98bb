"""JitterConstraint: a moment of one's own in each slot, and its twin to the unit."""

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.jitter import Calendar, JitterConstraint
from tests.counterpoise.drawn import moves
from tests.depth import sharing
from tests.evm.constraint.states import state, weights
from tests.evm.in_process import OUTSIDER, Chain, said
from tests.evm.test_twins import in_twin, on_chain, walk

NAME, DAY, ANCHOR = "JitterConstraint", 86_400, 1_700_000_000
LEAST = 10**15  # D18{1}, a thousandth
HALF = (ANCHOR, DAY, DAY // 2, bytes(32), LEAST)

check = sharing(15)


@pytest.fixture(scope="module")
def chain():
    made = Chain()
    made.evm.advance_block(ANCHOR)
    return made


def tell(chain, contract, time, by=""):
    move = state(6, 4, time=time), weights(50, 50), state(5, 5, time=time)
    return said(lambda: chain.tell(NAME, contract, "check", *move, by=by))


def moment(chain, contract, slot, account=""):
    return chain.ask(NAME, contract, "momentOf", account or chain.caller, slot)


def test_a_slot_is_due_from_its_moment_on_and_once(chain):
    """E9"""
    contract = chain.deploy(NAME, HALF)
    due, following = moment(chain, contract, 4), moment(chain, contract, 5)
    assert tell(chain, contract, due - 1) == ("NotDue", [due - 1, due])
    assert tell(chain, contract, due) is None
    assert chain.ask(NAME, contract, "lastSlot", chain.caller) == 4
    assert chain.ask(NAME, contract, "nextMoment", chain.caller, due) == following
    assert tell(chain, contract, following - 1) == ("NotDue", [following - 1, following])


def test_who_shares_a_calendar_has_other_moments(chain):
    """E9, RB-08 And a slot of its own."""
    contract, stranger = chain.deploy(NAME, HALF), chain.person()
    theirs = moment(chain, contract, 1, stranger)
    assert theirs != moment(chain, contract, 1)
    assert tell(chain, contract, ANCHOR + 2 * DAY - 1, by=stranger) is None
    assert chain.ask(NAME, contract, "lastSlot", stranger) == 1
    assert chain.ask(NAME, contract, "lastSlot", OUTSIDER) == 0
    assert tell(chain, contract, ANCHOR + 2 * DAY - 1) is None


def test_a_rebalance_of_next_to_nothing_leaves_the_slot(chain):
    """E9 Who brings about a trade of dust at the moment takes nobody's turn."""
    contract, time = chain.deploy(NAME, HALF), ANCHOR + 2 * DAY - 1
    start, half = state(60_000, 40_000, time=time), weights(50, 50)
    assert (
        chain.tell(NAME, contract, "check", start, half, state(59_901, 40_099, time=time)) is None
    )
    assert chain.ask(NAME, contract, "lastSlot", chain.caller) == 0
    assert (
        chain.tell(NAME, contract, "check", start, half, state(59_900, 40_100, time=time)) is None
    )
    assert chain.ask(NAME, contract, "lastSlot", chain.caller) == 1


@check
@given(
    before=st.integers(0, ANCHOR),
    period=st.integers(60, 366 * DAY),
    part=st.integers(1, 100),
    salt=st.binary(min_size=32, max_size=32),
    least=st.sampled_from([10**12, 10**16, 10**17]),
    steps=st.lists(st.tuples(moves(), st.integers(0, 2 * DAY)), min_size=1, max_size=4),
    pause=st.integers(0, 3 * DAY),
)
def test_the_twin_says_the_same_and_remembers_it(
    chain, before, period, part, salt, least, steps, pause
):
    """By the state's time, and before anything is read by the block's."""
    calendar = Calendar(ANCHOR - before, period, max(period * part // 200, 1), salt, least)
    contract, time = chain.deploy(NAME, astuple(calendar)), chain.time()
    twin = JitterConstraint(calendar, chain.caller)

    answers = walk(on_chain(chain, NAME, contract), steps, time)

    assert answers == walk(in_twin(twin), steps, time)
    chain.evm.advance_block(pause)
    now = chain.time()
    ready = said(chain.ask, NAME, contract, "requireReady", chain.caller)
    assert ready == said(twin.require_ready, now)
    assert chain.ask(NAME, contract, "nextMoment", chain.caller, now) == twin.next_moment(now)
    assert chain.ask(NAME, contract, "calendar") == astuple(calendar)


WRONG = [(59, 1), (60, 30), (60, 31), (366 * DAY, 1), (366 * DAY + 1, 1), (DAY, 0)]


@pytest.mark.parametrize("period, window", WRONG)
def test_a_calendar_out_of_range_is_refused_alike(chain, period, window):
    """J1"""
    contract = said(chain.deploy, NAME, (ANCHOR, period, window, bytes(32), LEAST))
    twin = said(lambda: [Calendar(ANCHOR, period, window, bytes(32), LEAST).window])
    assert contract == twin or (isinstance(contract, str) and twin == [window])


def test_a_calendar_that_has_not_begun_is_refused(chain):
    """J1 To the second."""
    now = chain.time()
    answer = said(chain.deploy, NAME, (now + 1, DAY, 1, bytes(32), LEAST))
    assert answer == ("LimitOutOfRange", ["anchor", now + 1, now])
    assert isinstance(chain.deploy(NAME, (now, DAY, 1, bytes(32), LEAST)), str)
