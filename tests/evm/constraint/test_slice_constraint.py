"""SliceConstraint: a long way in slices, and its twin to the unit."""

import json
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simular import PyAbi

from counterpoise.constraint.slice import SliceConstraint
from counterpoise.math.valuation import revalue
from tests.counterpoise.drawn import ONE, moves
from tests.depth import sharing
from tests.evm.constraint.states import state, weights
from tests.evm.in_process import OUTSIDER, Chain, artifact, attempt, encoded, said
from tests.evm.test_twins import at, in_twin, on_chain, walk

NAME, HOUR, NOW = "SliceConstraint", 3_600, 1_700_000_000
PERCENT = ONE // 100
TEN = (10, HOUR, 0, 2 * PERCENT)

check = sharing(15)


@pytest.fixture(scope="module")
def chain():
    made = Chain()
    made.evm.advance_block(NOW)
    return made


def move(start, end, time):
    """Thousandths of the vault in its first asset."""
    first, last = state(start, 1_000 - start, time=time), state(end, 1_000 - end, time=time)
    return first, weights(50, 50), last


def rebalance(chain, contract, start, end, time, by=""):
    return said(lambda: chain.tell(NAME, contract, "check", *move(start, end, time), by=by))


def test_after_some_intervals_as_many_slices_are_done(chain):
    """E6 A way of twenty percent in ten slices of two; each is a word and no more."""
    contract = chain.deploy(NAME, *TEN)
    for k in range(5):
        time, drift = NOW + k * HOUR, (20 - 2 * k) * PERCENT
        assert chain.ask(NAME, contract, "sliceOf", chain.caller, drift, time) == 2 * PERCENT
        assert rebalance(chain, contract, 700 - 20 * k, 680 - 20 * k, time) is None
        kept = chain.ask(NAME, contract, "programmeOf", chain.caller)
        assert kept == (20 * PERCENT, drift, 2 * PERCENT, NOW, k)


def test_a_slice_that_is_too_large_or_spent_is_refused(chain):
    contract = chain.deploy(NAME, *TEN)
    refused = ("SliceTooLarge", [21 * PERCENT // 10, 2 * PERCENT])
    assert rebalance(chain, contract, 700, 679, NOW) == refused
    assert rebalance(chain, contract, 700, 680, NOW) is None
    refused = ("SliceUsed", [NOW + HOUR - 1, NOW + HOUR])
    assert rebalance(chain, contract, 680, 679, NOW + HOUR - 1) == refused


def test_who_comes_too_early_is_told_before_anything_is_read(chain):
    """KP-07"""
    contract, now = chain.deploy(NAME, *TEN), chain.time()
    assert said(chain.ask, NAME, contract, "requireReady", chain.caller) is None
    assert rebalance(chain, contract, 700, 680, now) is None
    refused = ("SliceUsed", [chain.time(), now + HOUR])
    assert said(chain.ask, NAME, contract, "requireReady", chain.caller) == refused
    chain.evm.advance_block(HOUR)
    assert said(chain.ask, NAME, contract, "requireReady", chain.caller) is None


def test_a_programme_is_the_callers(chain):
    """RB-08 Whoever spends a stranger's slice leaves the caller's."""
    contract, caller, stranger = chain.deploy(NAME, *TEN), chain.person(), chain.person()
    assert rebalance(chain, contract, 700, 680, NOW, by=stranger) is None
    assert rebalance(chain, contract, 700, 680, NOW, by=stranger)[0] == "SliceUsed"
    for other in (caller, OUTSIDER):
        assert chain.ask(NAME, contract, "sliceOf", other, 50 * PERCENT, NOW) == 5 * PERCENT
    assert rebalance(chain, contract, 700, 680, NOW, by=caller) is None


def told(chain, contract, start, end, time):
    """What a check tells, by the name of the event."""
    caller, events = artifact("MockCaller"), artifact(NAME)["abi"]
    both = caller["abi"] + [it for it in events if it["type"] == "event"]
    abi = PyAbi.from_abi_bytecode(json.dumps(both), bytes.fromhex(caller["bytecode"]))
    asked = attempt(contract, encoded(NAME, "check", move(start, end, time)))
    return chain.evm.transact("attempt", asked, OUTSIDER, chain.caller, 0, abi).event or {}


def test_a_programme_tells_when_it_starts_and_ends(chain):
    """RB-08 Each once, with what was left of its way; the third begins as the second is over."""
    contract, who = chain.deploy(NAME, *TEN), chain.caller.lower()
    assert told(chain, contract, 520, 500, NOW) == {}
    started = told(chain, contract, 700, 680, NOW)
    assert started == {"ProgrammeStarted": [who, 20 * PERCENT, NOW + 10 * HOUR]}
    assert told(chain, contract, 680, 660, NOW + HOUR) == {}
    ended = told(chain, contract, 530, 520, NOW + 2 * HOUR)
    assert ended == {"ProgrammeEnded": [who, 15 * PERCENT]}
    told(chain, contract, 700, 690, NOW)
    late = told(chain, contract, 700, 690, NOW + 10 * HOUR)
    assert late == {
        "ProgrammeEnded": [who, 19 * PERCENT],
        "ProgrammeStarted": [who, 20 * PERCENT, NOW + 20 * HOUR],
    }


def test_a_way_that_has_more_than_doubled_begins_anew_with_the_next_slice(chain):
    """And both are told."""
    contract, who = chain.deploy(NAME, *TEN), chain.caller.lower()
    assert rebalance(chain, contract, 550, 545, NOW) is None
    assert rebalance(chain, contract, 900, 860, NOW + HOUR - 1)[0] == "SliceUsed"
    grown = told(chain, contract, 900, 860, NOW + HOUR)
    assert grown == {
        "ProgrammeEnded": [who, 45 * PERCENT // 10],
        "ProgrammeStarted": [who, 40 * PERCENT, NOW + 11 * HOUR],
    }


cuts = st.tuples(
    st.integers(2, 100),
    st.sampled_from([1, 600, HOUR]),
    st.one_of(st.just(0), st.integers(1, 8 * ONE)),
    st.sampled_from([10**12, PERCENT, ONE // 2]),
)
smaller = st.sampled_from([PERCENT, 10 * PERCENT, ONE])


@st.composite
def slow_moves(draw):
    """Often a small part of a move, so that slices are not too large."""
    start, target, end = draw(moves())
    part = draw(smaller)
    balances = (
        a + (b - a) * part // ONE for a, b in zip(start.balances, end.balances, strict=True)
    )
    return start, target, revalue(start, tuple(balances))


@check
@given(
    cut=cuts,
    steps=st.lists(st.tuples(slow_moves(), st.integers(0, 2 * HOUR)), min_size=1, max_size=6),
    drift=st.integers(0, ONE),
)
def test_the_twin_says_the_same_and_remembers_it(chain, cut, steps, drift):
    contract, twin = chain.deploy(NAME, *cut), SliceConstraint(*cut)

    answers = walk(on_chain(chain, NAME, contract), steps, NOW)

    assert answers == walk(in_twin(twin), steps, NOW)
    assert chain.ask(NAME, contract, "programmeOf", chain.caller) == astuple(twin.programme)
    later = NOW + sum(pause for _, pause in steps)
    asked = said(chain.ask, NAME, contract, "sliceOf", chain.caller, drift, later)
    assert asked == twin.slice_of(drift, later)


@check
@given(cut=cuts, first=slow_moves(), pause=st.integers(0, 2 * HOUR))
def test_the_twin_is_ready_at_the_same_time(chain, cut, first, pause):
    contract, twin = chain.deploy(NAME, *cut), SliceConstraint(*cut)
    start, target, end = first
    now = chain.time()
    step = [((at(start, now), target, at(end, now)), 0)]
    assert walk(on_chain(chain, NAME, contract), step, now) == walk(in_twin(twin), step, now)
    chain.evm.advance_block(pause)
    ready = said(chain.ask, NAME, contract, "requireReady", chain.caller)
    assert ready == said(twin.require_ready, chain.time())


LIMITS = [
    (1, HOUR, 0, PERCENT),
    (2, HOUR, 0, PERCENT),
    (100, HOUR, 0, PERCENT),
    (101, HOUR, 0, PERCENT),
    (7, 0, 0, PERCENT),
    (7, 86_400, 0, PERCENT),
    (7, 86_401, 0, PERCENT),
    (7, HOUR, 8 * ONE, PERCENT),
    (7, HOUR, 8 * ONE + 1, PERCENT),
    (7, HOUR, 0, 10**12 - 1),
    (7, HOUR, 0, 10**12),
    (7, HOUR, 0, ONE // 2),
    (7, HOUR, 0, ONE // 2 + 1),
]


@pytest.mark.parametrize("numbers", LIMITS)
def test_limits_out_of_range_are_refused_alike(chain, numbers):
    """J1"""
    contract = said(chain.deploy, NAME, *numbers)
    twin = said(lambda: [SliceConstraint(*numbers).slices])
    assert contract == twin or (isinstance(contract, str) and twin == [numbers[0]])
