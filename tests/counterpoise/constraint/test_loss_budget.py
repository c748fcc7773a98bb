"""The leaky bucket of losses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.loss_budget import LossBudgetConstraint
from counterpoise.errors import BudgetEmpty, LossBudgetExceeded, Panic
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth

DAY = 86_400
NOW = 1_700_000_000


def losing(percent, time=NOW):
    """A move that costs this many percent of the vault, which is worth 100."""
    return worth(60, 40, time=time), HALVES, worth(60 - percent, 40, time=time)


def test_losses_add_up_to_half_the_daily_budget():
    constraint = LossBudgetConstraint(4 * PERCENT)
    constraint.check(*losing(1))
    constraint.check(*losing(1))

    with pytest.raises(LossBudgetExceeded) as refused:
        constraint.check(*losing(1))
    assert refused.value.fields == {"used": 3 * PERCENT, "capacity": 2 * PERCENT}


def test_the_bucket_leaks_empty_in_a_day():
    constraint = LossBudgetConstraint(4 * PERCENT)
    constraint.check(*losing(2))

    left = [constraint.used_at(NOW + hours * 3600) for hours in (0, 6, 12, 24, 48)]
    assert left == [2 * PERCENT, 15 * PERCENT // 10, PERCENT, 0, 0]


def test_a_rebalance_without_a_loss_passes_a_full_bucket():
    constraint = LossBudgetConstraint(4 * PERCENT)
    constraint.check(*losing(2))
    constraint.check(*losing(0))
    assert constraint.used == 2 * PERCENT


def test_judging_fills_nothing():
    constraint = LossBudgetConstraint(4 * PERCENT)
    constraint.judge(*losing(2))
    assert constraint.used == 0


def test_a_refused_loss_fills_nothing():
    constraint = LossBudgetConstraint(4 * PERCENT)
    constraint.check(*losing(1))
    with pytest.raises(LossBudgetExceeded):
        constraint.check(*losing(2, NOW + 1))
    assert (constraint.used, constraint.time) == (PERCENT, NOW)


def test_time_does_not_run_backwards():
    constraint = LossBudgetConstraint(4 * PERCENT)
    constraint.check(*losing(1))
    with pytest.raises(Panic) as refused:
        constraint.judge(*losing(1, NOW - 1))
    assert refused.value.fields == {"code": 0x11}


@pytest.mark.parametrize("budget", [0, 1])
def test_a_budget_without_a_half_is_refused(budget):
    with pytest.raises(BudgetEmpty):
        LossBudgetConstraint(budget)


@given(
    st.integers(2, 10),
    st.lists(st.tuples(st.integers(0, 2 * DAY), st.integers(0, 6)), min_size=1, max_size=30),
)
def test_no_24_hours_cost_more_than_the_daily_budget(budget, steps):
    """I-10 Whatever the timing, the losses of any 24 hours stay within the daily budget."""
    constraint, time, losses = LossBudgetConstraint(budget * PERCENT), NOW, []
    for pause, percent in steps:
        time += pause
        try:
            constraint.check(*losing(percent, time))
            losses.append((time, percent))
        except LossBudgetExceeded as refused:
            assert refused.used > refused.capacity
    for end, _ in losses:
        assert sum(lost for at, lost in losses if end - DAY <= at <= end) <= budget
