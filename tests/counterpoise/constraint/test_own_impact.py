"""No asset follows its own last trade too soon (E9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.own_impact import OwnImpactConstraint
from counterpoise.errors import LimitOutOfRange, OwnImpact
from tests.counterpoise.constraint.moves import HALVES, worth

NOW, WAIT = 1_700_000_000, 600
LEAST = 10**15  # D18{1}, a thousandth


@pytest.fixture
def constraint():
    """`a` pays for the others."""
    return OwnImpactConstraint("a", WAIT, LEAST)


def trade(constraint, time, *values):
    """From ten of each to so many."""
    constraint.check(worth(10, 10, 10, time=time), HALVES, worth(*values, time=time))


def test_the_same_way_waits_and_the_other_way_is_free(constraint):
    """E9 To the second."""
    trade(constraint, NOW, 9, 11, 10)
    with pytest.raises(OwnImpact) as refused:
        trade(constraint, NOW + WAIT - 1, 9, 11, 10)
    assert tuple(refused.value.fields.values()) == ("b", NOW + WAIT - 1, NOW + WAIT)
    trade(constraint, NOW + WAIT - 1, 11, 9, 10)
    trade(constraint, NOW + WAIT - 1, 9, 11, 10)


def test_the_same_way_is_free_once_the_wait_is_over(constraint):
    trade(constraint, NOW, 11, 9, 10)
    trade(constraint, NOW + WAIT, 11, 9, 10)


def test_another_asset_is_free_and_does_not_make_one_forget(constraint):
    """The hub has paid for both."""
    trade(constraint, NOW, 9, 11, 10)
    trade(constraint, NOW + 1, 9, 10, 11)
    for values, ready in (((9, 11, 10), NOW + WAIT), ((9, 10, 11), NOW + 1 + WAIT)):
        with pytest.raises(OwnImpact) as refused:
            trade(constraint, NOW + 2, *values)
        assert refused.value.ready_at == ready


@pytest.mark.parametrize("wait", [0, 86_401])
def test_a_wait_out_of_range_is_refused(wait):
    """J1"""
    with pytest.raises(LimitOutOfRange):
        OwnImpactConstraint("a", wait, LEAST)


def test_slices_that_follow_each_other_sooner_are_refused(constraint):
    """They go one way on purpose."""
    constraint.require_apart(WAIT)
    with pytest.raises(LimitOutOfRange) as refused:
        constraint.require_apart(WAIT - 1)
    assert tuple(refused.value.fields.values()) == ("wait", WAIT, WAIT - 1)


@given(
    values=st.lists(st.tuples(st.integers(-(10**4), 10**4), st.integers(0, 60)), max_size=12),
)
def test_who_trades_dust_changes_nothing_for_those_after(values):
    """E9 The same answers as where nobody had: of a million each, below 2,000 in all is dust."""
    one, other = (OwnImpactConstraint("a", WAIT, LEAST) for _ in range(2))
    time = NOW
    for sold, pause in values:
        time += pause
        start = worth(10**6, 10**6, time=time)
        move = start, HALVES, worth(10**6 + sold, 10**6 - sold, time=time)
        if abs(sold) < 2_000:
            said(one, move)
        else:
            assert said(one, move) == said(other, move)
    assert one.last == other.last


def said(constraint, move):
    try:
        constraint.check(*move)
    except OwnImpact as refused:
        return refused.fields
    return None
