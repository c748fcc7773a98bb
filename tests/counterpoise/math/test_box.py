"""Bounds of each weight, within which a sum of one fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import BoundCount, BoundsCrossed, BoundsInfeasible, WeightOutOfBox
from counterpoise.math.box import middle, require_feasible, require_within
from tests.counterpoise.relations import ONE, boxed

TENTH = ONE // 10


def test_free_weights_are_equal_in_the_middle():
    third = ONE // 3
    assert middle((0, 0, 0), (ONE, ONE, ONE)) == (third + 1, third, third)


def test_bound_ones_are_as_far_from_their_least_as_all():
    """0.1 and 0.3 of their room of 0.6 and 0.4, and half of what is free is theirs."""
    assert middle((TENTH, 3 * TENTH), (7 * TENTH, 7 * TENTH)) == (46 * ONE // 100, 54 * ONE // 100)


def test_a_box_of_one_point_has_it():
    assert middle((TENTH, 9 * TENTH), (TENTH, 9 * TENTH)) == (TENTH, 9 * TENTH)


@given(st.integers(0, 2**32), st.integers(2, 20))
def test_the_middle_is_in_the_box_and_all_is_one(seed, n):
    """ST-01, ST-02"""
    least, most = boxed(seed, n)
    weights = middle(least, most)
    assert sum(weights) == ONE
    require_within(weights, least, most)


@pytest.mark.parametrize(
    "least, most, refused, fields",
    [
        ((0, 0), (ONE,), BoundCount, {"count": 1, "expected": 2}),
        ((0, 5), (ONE, 4), BoundsCrossed, {"index": 1, "low": 5, "high": 4}),
        ((0, 0), (TENTH, TENTH), BoundsInfeasible, {"sum_low": 0, "sum_high": 2 * TENTH}),
        ((ONE, 1), (ONE, ONE), BoundsInfeasible, {"sum_low": ONE + 1, "sum_high": 2 * ONE}),
    ],
)
def test_a_box_without_room_is_refused(least, most, refused, fields):
    """ST-04"""
    with pytest.raises(refused) as said:
        require_feasible(least, most)
    assert said.value.fields == fields


@pytest.mark.parametrize("wrong", [TENTH - 1, 9 * TENTH + 1])
def test_a_weight_outside_is_told_by_its_place(wrong):
    with pytest.raises(WeightOutOfBox) as said:
        require_within((TENTH, wrong), (0, TENTH), (ONE, 9 * TENTH))
    fields = {"index": 1, "weight": wrong, "least": TENTH, "most": 9 * TENTH}
    assert said.value.fields == fields
