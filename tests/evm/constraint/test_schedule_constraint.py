"""ScheduleConstraint: one rebalance a slot, and its twin to the unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.schedule import ScheduleConstraint
from tests.counterpoise.drawn import moves
from tests.depth import sharing
from tests.evm.constraint.states import state, weights
from tests.evm.in_process import OUTSIDER, Chain, said
from tests.evm.test_twins import in_twin, on_chain, walk

NAME, DAY, ANCHOR = "ScheduleConstraint", 86_400, 1_700_000_000
LEAST = 10**15  # D18{1}, a thousandth

check = sharing(30)


@pytest.fixture(scope="module")
def chain():
    made = Chain()
    made.evm.advance_block(ANCHOR)
    return made


def tell(chain, contract, time, by=""):
    move = state(6, 4, time=time), weights(50, 50), state(5, 5, time=time)
    return said(lambda: chain.tell(NAME, contract, "check", *move, by=by))


def test_a_slot_is_due_once(chain):
    """V1.8"""
    contract = chain.deploy(NAME, ANCHOR, DAY, LEAST)
    assert tell(chain, contract, ANCHOR + 3 * DAY) is None
    assert chain.ask(NAME, contract, "slotAt", 1_700_400_000) == 4
    assert tell(chain, contract, 1_700_400_000) is None
    answer = tell(chain, contract, 1_700_400_000)
    assert answer == ("NotDue", [1_700_400_000, ANCHOR + 5 * DAY])
    assert chain.ask(NAME, contract, "lastSlot", chain.caller) == 4
    assert chain.ask(NAME, contract, "nextSlot", chain.caller) == ANCHOR + 5 * DAY


def test_the_first_slot_is_not_due(chain):
    """V1.8"""
    contract = chain.deploy(NAME, ANCHOR, 7 * DAY, LEAST)
    assert tell(chain, contract, 1_700_604_799) == ("NotDue", [1_700_604_799, 1_700_604_800])
    assert tell(chain, contract, 1_700_604_800) is None


def test_a_slot_is_the_callers(chain):
    """RB-08 Whoever uses a stranger's slot leaves the caller's."""
    contract, caller, stranger = (
        chain.deploy(NAME, ANCHOR, DAY, LEAST),
        chain.person(),
        chain.person(),
    )
    time = ANCHOR + DAY
    assert tell(chain, contract, time, by=stranger) is None
    assert tell(chain, contract, time, by=stranger) == ("NotDue", [time, ANCHOR + 2 * DAY])
    assert chain.ask(NAME, contract, "lastSlot", OUTSIDER) == 0
    assert tell(chain, contract, time, by=caller) is None


def test_a_rebalance_of_next_to_nothing_takes_no_slot(chain):
    """E9 A unit below a thousandth, then exactly that: the first leaves the slot to the second."""
    contract, time = chain.deploy(NAME, ANCHOR, DAY, LEAST), ANCHOR + DAY
    start = state(600, 400, time=time)
    fine = state(600 * 10**15, 400 * 10**15, time=time)
    dust = state(599 * 10**15 + 1, 401 * 10**15 - 1, time=time)
    enough = state(599, 401, time=time)
    half = weights(50, 50)
    assert chain.tell(NAME, contract, "check", fine, half, dust) is None
    assert chain.ask(NAME, contract, "lastSlot", chain.caller) == 0
    assert chain.tell(NAME, contract, "check", start, half, enough) is None
    assert chain.ask(NAME, contract, "lastSlot", chain.caller) == 1
    again = said(chain.tell, NAME, contract, "check", fine, half, dust)
    assert again == ("NotDue", [time, ANCHOR + 2 * DAY])


@check
@given(
    before=st.integers(0, ANCHOR),
    period=st.integers(60, 366 * DAY),
    least=st.sampled_from([10**12, 10**16, 10**17]),
    steps=st.lists(st.tuples(moves(), st.integers(0, 2 * DAY)), min_size=1, max_size=4),
    pause=st.integers(0, 3 * DAY),
)
def test_the_twin_says_the_same_and_remembers_it(chain, before, period, least, steps, pause):
    """By the state's time, and before anything is read by the block's."""
    anchor = ANCHOR - before
    contract, twin = (
        chain.deploy(NAME, anchor, period, least),
        ScheduleConstraint(anchor, period, least),
    )
    time = chain.time()

    answers = walk(on_chain(chain, NAME, contract), steps, time)

    assert answers == walk(in_twin(twin), steps, time)
    chain.evm.advance_block(pause)
    ready = said(chain.ask, NAME, contract, "requireReady", chain.caller)
    assert ready == said(twin.require_ready, chain.time())
    assert chain.ask(NAME, contract, "nextSlot", chain.caller) == twin.next_slot


@pytest.mark.parametrize("period", [0, 59, 60, 366 * DAY, 366 * DAY + 1])
def test_a_period_out_of_range_is_refused_alike(chain, period):
    """J1"""
    contract = said(chain.deploy, NAME, ANCHOR, period, LEAST)
    twin = said(lambda: [ScheduleConstraint(ANCHOR, period, LEAST).period])
    assert contract == twin or (isinstance(contract, str) and twin == [period])


def test_a_calendar_that_has_not_begun_is_refused(chain):
    """J1 To the second."""
    now = chain.time()
    answer = said(chain.deploy, NAME, now + 1, DAY, LEAST)
    assert answer == ("LimitOutOfRange", ["anchor", now + 1, now])
    assert isinstance(chain.deploy(NAME, now, DAY, LEAST), str)


@pytest.mark.parametrize("least", [0, 10**12 - 1, 10**12, 10**17, 10**17 + 1])
def test_a_least_trade_out_of_range_is_refused_alike(chain, least):
    """J1"""
    contract = said(chain.deploy, NAME, ANCHOR, DAY, least)
    twin = said(lambda: [ScheduleConstraint(ANCHOR, DAY, least).least])
    assert contract == twin or (isinstance(contract, str) and twin == [least])
