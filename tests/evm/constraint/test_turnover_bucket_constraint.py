"""TurnoverBucketConstraint: turnover out of a bucket, and its twin to the unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.turnover_bucket import TurnoverBucketConstraint
from tests.counterpoise.drawn import ONE, moves, scales
from tests.depth import sharing
from tests.evm.constraint.states import state, weights
from tests.evm.in_process import OUTSIDER, Chain, said
from tests.evm.test_twins import in_twin, on_chain, walk

NAME, DAY, NOW = "TurnoverBucketConstraint", 86_400, 1_700_000_000
PERCENT = ONE // 100

check = sharing(15)


@pytest.fixture(scope="module")
def chain():
    return Chain()


def rebalance(chain, contract, start, end, time, by=""):
    move = (
        state(start, 100 - start, time=time),
        weights(50, 50),
        state(end, 100 - end, time=time),
    )
    return said(lambda: chain.tell(NAME, contract, "check", *move, by=by))


def test_what_is_in_it_may_be_spent_and_no_more(chain):
    """V1.10"""
    contract = chain.deploy(NAME, 10 * PERCENT, 2 * PERCENT)
    assert rebalance(chain, contract, 70, 63, NOW) is None
    assert chain.ask(NAME, contract, "bucketOf", chain.caller) == (3 * PERCENT, NOW)
    noon = NOW + DAY // 2
    assert chain.ask(NAME, contract, "budgetOf", chain.caller, noon) == 4 * PERCENT
    refused = ("TurnoverBudgetExceeded", [6 * PERCENT, 4 * PERCENT])
    assert rebalance(chain, contract, 63, 57, noon) == refused
    assert rebalance(chain, contract, 63, 59, noon) is None
    assert chain.ask(NAME, contract, "budgetOf", chain.caller, noon) == 0
    assert said(chain.ask, NAME, contract, "requireReady", chain.caller) is None


def test_a_bucket_is_the_callers(chain):
    """RB-02 Whoever empties a stranger's leaves the caller's full."""
    contract = chain.deploy(NAME, 10 * PERCENT, 2 * PERCENT)
    caller, stranger = chain.person(), chain.person()
    assert rebalance(chain, contract, 60, 50, NOW, by=stranger) is None
    assert rebalance(chain, contract, 60, 59, NOW, by=stranger)[0] == "TurnoverBudgetExceeded"
    assert chain.ask(NAME, contract, "budgetOf", caller, NOW) == 10 * PERCENT
    assert chain.ask(NAME, contract, "budgetOf", OUTSIDER, NOW) == 10 * PERCENT
    assert rebalance(chain, contract, 60, 50, NOW, by=caller) is None


@check
@given(
    cap=scales(14, 18),
    rate=scales(16, 19),
    steps=st.lists(st.tuples(moves(), st.integers(0, 3 * DAY)), min_size=1, max_size=4),
)
def test_the_twin_says_the_same_and_remembers_it(chain, cap, rate, steps):
    contract, twin = chain.deploy(NAME, cap, rate), TurnoverBucketConstraint(cap, rate)

    answers = walk(on_chain(chain, NAME, contract), steps, NOW)

    assert answers == walk(in_twin(twin), steps, NOW)
    later = NOW + 10 * DAY
    assert chain.ask(NAME, contract, "budgetOf", chain.caller, later) == twin.budget_of(later)
    kept = chain.ask(NAME, contract, "bucketOf", chain.caller)
    assert kept == (twin.bucket.budget, twin.bucket.time)


LIMITS = [
    (0, ONE),
    (1, ONE),
    (ONE, ONE),
    (ONE + 1, ONE),
    (365, 0),
    (365, 1),
    (366, 1),
    (ONE, 24 * ONE),
]


@pytest.mark.parametrize("limits", [*LIMITS, (ONE, 24 * ONE + 1)])
def test_limits_out_of_range_are_refused_alike(chain, limits):
    """J1"""
    contract = said(chain.deploy, NAME, *limits)
    twin = said(lambda: [TurnoverBucketConstraint(*limits).rate])
    assert contract == twin or (isinstance(contract, str) and twin == [limits[1]])
