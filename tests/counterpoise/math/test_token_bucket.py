"""A budget that fills with time (vectors V1.10 of the design, E3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.fixed_point import ONE
from counterpoise.math.stride import part
from counterpoise.math.token_bucket import DAY, Bucket

NOW = 1_700_000_000
MILLI = ONE // 1_000
VECTORS = [  # V1.10: budget, cap, rate a day, time, wanted; the budget then, and the part of it
    (30 * MILLI, 100 * MILLI, 20 * MILLI, 43_200, 60 * MILLI, 40 * MILLI, 666_666_666_666_666_666),
    (90 * MILLI, 100 * MILLI, 20 * MILLI, 86_400, 60 * MILLI, 100 * MILLI, ONE),
    (0, 100 * MILLI, 50 * MILLI, 3_600, 10 * MILLI, 2_083_333_333_333_333, 208_333_333_333_333_300),
]


@pytest.mark.parametrize(("left", "cap", "rate", "time", "wanted", "budget", "share"), VECTORS)
def test_the_vectors(left, cap, rate, time, wanted, budget, share):
    """The budget is in whole units, rounded down, and so is the part of what is wanted."""
    found = Bucket(left, NOW).budget_at(cap, rate, NOW + time)
    assert found == budget
    assert part(found, wanted) == share


def test_one_that_nobody_has_touched_is_full():
    assert Bucket().budget_at(ONE, ONE // 365 + 1, NOW) == ONE


def test_before_its_time_it_has_not_filled():
    assert Bucket(5, NOW).budget_at(ONE, ONE, NOW - DAY) == 5


@given(
    cap=st.integers(1, ONE),
    rate=st.integers(1, 24 * ONE),
    steps=st.lists(st.tuples(st.integers(0, 10 * DAY), st.integers(0, ONE)), max_size=20),
)
def test_never_more_is_spent_than_the_cap_and_what_has_run_in(cap, rate, steps):
    """E3 In any stretch of time, and the bucket is never below nothing."""
    bucket, time, spent = Bucket(cap, NOW), NOW, 0
    for pause, wanted in steps:
        time += pause
        budget = bucket.budget_at(cap, rate, time)
        assert 0 <= budget <= cap
        taken = min(wanted, budget)
        bucket, spent = Bucket(budget - taken, time), spent + taken
        assert spent <= cap + rate * (time - NOW) // DAY
