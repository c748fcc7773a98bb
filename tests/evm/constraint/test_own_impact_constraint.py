"""OwnImpactConstraint: nobody chases what it has itself moved, and its twin to the unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.own_impact import OwnImpactConstraint
from tests.counterpoise.drawn import moves
from tests.depth import sharing
from tests.evm.constraint.states import ADDRESSES, state, weights
from tests.evm.in_process import OUTSIDER, Chain, said
from tests.evm.test_twins import in_twin, on_chain, walk

NAME, WAIT, NOW = "OwnImpactConstraint", 600, 1_700_000_000
LEAST = 10**15  # D18{1}, a thousandth
NOBODY = f"0x{0:040x}"
HUB = ADDRESSES[0]

check = sharing(15)


@pytest.fixture(scope="module")
def chain():
    return Chain()


@pytest.fixture
def contract(chain):
    return chain.deploy(NAME, HUB, WAIT, NOBODY, LEAST)


def trade(chain, contract, time, *values, by=""):
    """From ten of each to so many."""
    start = state(*[10] * len(values), time=time)
    move = start, weights(*[0] * len(values)), state(*values, time=time)
    return said(lambda: chain.tell(NAME, contract, "check", *move, by=by))


def last(chain, contract, account, n):
    """Of each asset when it was traded, and whether it was bought."""
    return tuple(zip(*chain.ask(NAME, contract, "lastOf", account, n), strict=True))


def test_the_same_way_waits_and_the_other_way_is_free(chain, contract):
    """E9 To the second."""
    assert trade(chain, contract, NOW, 9, 11, 10) is None
    refused = ("OwnImpact", [ADDRESSES[1], NOW + WAIT - 1, NOW + WAIT])
    assert trade(chain, contract, NOW + WAIT - 1, 9, 11, 10) == refused
    assert last(chain, contract, chain.caller, 2) == ((0, False), (NOW, True))
    assert trade(chain, contract, NOW + WAIT, 9, 11, 10) is None
    assert trade(chain, contract, NOW + WAIT, 11, 9, 10) is None
    assert last(chain, contract, chain.caller, 2)[1] == (NOW + WAIT, False)
    assert said(chain.ask, NAME, contract, "requireReady", chain.caller) is None


def test_what_is_remembered_is_the_callers(chain, contract):
    """RB-08"""
    caller, stranger = chain.person(), chain.person()
    assert trade(chain, contract, NOW, 9, 11, by=stranger) is None
    assert trade(chain, contract, NOW, 9, 11, by=stranger)[0] == "OwnImpact"
    assert last(chain, contract, OUTSIDER, 2) == ((0, False),) * 2
    assert trade(chain, contract, NOW, 9, 11, by=caller) is None


def test_a_trade_of_dust_holds_nobody_up(chain, contract):
    """E9 A thousandth of 20,000 is remembered; less is not, and still waits for what is."""
    start, none = state(10_000, 10_000, time=NOW), weights(0, 0)

    def sold(amount):
        end = state(10_000 + amount, 10_000 - amount, time=NOW)
        return said(lambda: chain.tell(NAME, contract, "check", start, none, end))

    assert sold(19) is None and sold(19) is None
    assert last(chain, contract, chain.caller, 2)[1] == (0, False)
    assert sold(20) is None
    assert last(chain, contract, chain.caller, 2)[1] == (NOW, False)
    assert sold(1) == ("OwnImpact", [ADDRESSES[1], NOW, NOW + WAIT])


@pytest.mark.parametrize("place", range(1, 20))
def test_every_place_is_remembered_by_itself(chain, contract, place):
    """ST-02 A word holds six."""
    values = [10] * 20
    values[place] = 11
    assert trade(chain, contract, NOW, *values) is None
    kept = last(chain, contract, chain.caller, 20)
    assert [i for i, it in enumerate(kept) if it != (0, False)] == [place]
    assert kept[place] == (NOW, True)
    assert trade(chain, contract, NOW, *values)[1][0] == ADDRESSES[place]


def test_slices_that_follow_each_other_sooner_are_refused(chain):
    """They go one way on purpose."""
    slices = chain.deploy("SliceConstraint", 10, WAIT, 0, 10**16)
    assert isinstance(chain.deploy(NAME, HUB, WAIT, slices, LEAST), str)
    answer = said(chain.deploy, NAME, HUB, WAIT + 1, slices, LEAST)
    twin = OwnImpactConstraint(HUB, WAIT + 1, LEAST)
    assert answer == ("LimitOutOfRange", ["wait", WAIT + 1, WAIT])
    assert answer == said(twin.require_apart, WAIT)


@check
@given(
    wait=st.sampled_from([1, WAIT, 86_400]),
    least=st.sampled_from([10**12, 10**16, 10**17]),
    steps=st.lists(st.tuples(moves(), st.integers(0, 2 * WAIT)), min_size=1, max_size=5),
)
def test_the_twin_says_the_same_and_remembers_it(chain, wait, least, steps):
    """Moves of other vaults one after the other: by place, whatever the tokens are."""
    hub = steps[0][0][0].tokens[0]
    contract, twin = (
        chain.deploy(NAME, hub, wait, NOBODY, least),
        OwnImpactConstraint(hub, wait, least),
    )

    answers = walk(on_chain(chain, NAME, contract), steps, NOW)

    assert answers == walk(in_twin(twin), steps, NOW)
    assert last(chain, contract, chain.caller, 24) == twin.last


@pytest.mark.parametrize("wait", [0, 1, 86_400, 86_401])
def test_a_wait_out_of_range_is_refused_alike(chain, wait):
    """J1"""
    contract = said(chain.deploy, NAME, HUB, wait, NOBODY, LEAST)
    twin = said(lambda: [OwnImpactConstraint(HUB, wait, LEAST).wait])
    assert contract == twin or (isinstance(contract, str) and twin == [wait])


@pytest.mark.parametrize("least", [0, 10**12 - 1, 10**12, 10**17, 10**17 + 1])
def test_a_least_impact_out_of_range_is_refused_alike(chain, least):
    """J1"""
    contract = said(chain.deploy, NAME, HUB, WAIT, NOBODY, least)
    twin = said(lambda: [OwnImpactConstraint(HUB, WAIT, least).least])
    assert contract == twin or (isinstance(contract, str) and twin == [least])
