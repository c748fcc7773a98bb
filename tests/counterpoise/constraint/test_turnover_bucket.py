"""A bucket of turnover (V1.10, E3)."""

import pytest

from counterpoise.constraint.turnover_bucket import TurnoverBucketConstraint
from counterpoise.errors import LimitOutOfRange, TurnoverBudgetExceeded
from counterpoise.math.fixed_point import ONE
from counterpoise.math.token_bucket import Bucket
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth

NOW, DAY = 1_700_000_000, 86_400


@pytest.fixture
def bucket():
    """A tenth at most, and two percent a day."""
    return TurnoverBucketConstraint(10 * PERCENT, 2 * PERCENT)


def rebalance(bucket, start, end, time):
    bucket.check(worth(start, 100 - start, time=time), HALVES, worth(end, 100 - end, time=time))


def test_what_is_in_it_may_be_spent_and_no_more(bucket):
    """V1.10 Three percent are left after seven, four after half a day."""
    rebalance(bucket, 70, 63, NOW)
    assert bucket.bucket == Bucket(3 * PERCENT, NOW)
    assert bucket.budget_of(NOW + DAY // 2) == 4 * PERCENT
    with pytest.raises(TurnoverBudgetExceeded) as refused:
        rebalance(bucket, 63, 57, NOW + DAY // 2)
    assert (refused.value.turnover, refused.value.budget) == (6 * PERCENT, 4 * PERCENT)
    assert bucket.bucket == Bucket(3 * PERCENT, NOW)
    rebalance(bucket, 63, 59, NOW + DAY // 2)
    assert bucket.budget_of(NOW + DAY // 2) == 0


def test_it_fills_up_to_the_cap(bucket):
    rebalance(bucket, 60, 50, NOW)
    assert bucket.budget_of(NOW + 5 * DAY - 1) < 10 * PERCENT
    assert bucket.budget_of(NOW + 5 * DAY) == bucket.budget_of(NOW + DAY * DAY) == 10 * PERCENT


def test_who_buys_what_another_sells_is_counted_once(bucket):
    """One-way: what passes from one asset into another is one turnover."""
    rebalance(bucket, 60, 50, NOW)
    assert bucket.bucket.budget == 0


LIMITS = [
    (0, ONE, ("cap", 0, ONE)),
    (ONE + 1, ONE, ("cap", ONE + 1, ONE)),
    (365 * PERCENT // 10, PERCENT // 10 - 1, ("rate", PERCENT // 10 - 1, PERCENT // 10)),
    (ONE, 24 * ONE + 1, ("rate", 24 * ONE + 1, 24 * ONE)),
]


@pytest.mark.parametrize(("cap", "rate", "fields"), LIMITS)
def test_limits_out_of_range_are_refused(cap, rate, fields):
    """J1 A bucket fills within a year."""
    with pytest.raises(LimitOutOfRange) as refused:
        TurnoverBucketConstraint(cap, rate)
    assert tuple(refused.value.fields.values()) == fields
