"""SlippageConstraint: what trades lose is a fraction of what they part with; its twin."""

from dataclasses import astuple, replace

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from counterpoise.constraint.slippage import MOST, SlippageConstraint
from counterpoise.math.fixed_point import ONE
from tests.counterpoise.drawn import ADDRESSES, fractions, moves
from tests.depth import sharing
from tests.evm.constraint.states import state, weights
from tests.evm.in_process import Chain, said

NAME = "SlippageConstraint"
PERCENT = 10**16
HALVES = weights(50, 50)
START = state(60 * ONE, 40 * ONE)

check = sharing(60)


@pytest.fixture(scope="module")
def chain():
    return Chain()


def judged(chain, contract, *move):
    """What `judge` says, and `check` the same."""
    answer = said(chain.ask, NAME, contract, "judge", chain.caller, *move)
    assert answer == said(chain.ask, NAME, contract, "check", *move)
    return answer


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_percent_of_what_is_sold_may_be_lost_and_not_a_unit_more(chain, beyond):
    """E4, AM-01 Ten dollars are sold: of a hundred it is a thousandth."""
    end = state(50 * ONE, 50 * ONE - ONE // 10 - beyond)
    answer = judged(chain, chain.deploy(NAME, PERCENT), START, HALVES, end)
    refusal = ("SlippageTooHigh", [ONE // 10 + 1, ONE // 10])
    assert answer == (refusal if beyond else None)


def test_what_is_sold_and_bought_back_may_lose_nothing(chain):
    """AM-02 Whatever went round: all that is seen to be parted with is what is lost."""
    end = state(60 * ONE - 100, 40 * ONE)
    answer = judged(chain, chain.deploy(NAME, PERCENT), START, HALVES, end)
    assert answer == ("SlippageTooHigh", [100, 1])


@pytest.mark.parametrize("end", [state(60 * ONE, 40 * ONE), state(50 * ONE, 51 * ONE)])
def test_where_nothing_is_lost_no_slippage_is_allowed_and_it_passes(chain, end):
    assert judged(chain, chain.deploy(NAME, 0), START, HALVES, end) is None


@check
@given(moved=moves(), most=st.one_of(st.just(MOST), fractions.map(lambda it: it // 10)))
def test_the_twin_says_the_same(chain, moved, most):
    """E4 2 to 20 assets."""
    start, target, end = moved
    rows = zip(start.assets, ADDRESSES)
    start = replace(start, assets=tuple(replace(asset, token=it) for asset, it in rows))
    contract = chain.deploy(NAME, most)
    answer = judged(chain, contract, astuple(start), list(target), astuple(end))
    assert answer == said(SlippageConstraint(most).judge, start, target, end)
    event(str(answer and answer[0]))


@pytest.mark.parametrize("most", [MOST, MOST + 1])
def test_limits_out_of_range_are_refused_alike(chain, most):
    """J1 A tenth, and a unit more."""
    contract, twin = (
        said(chain.deploy, NAME, most),
        said(lambda: [*astuple(SlippageConstraint(most))]),
    )
    refusal = ("LimitOutOfRange", ["maxSlippage", most, MOST])
    assert twin == ([most] if most == MOST else refusal)
    assert contract == refusal or most == MOST
