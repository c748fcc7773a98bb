"""A part of the way from weights to weights (math 1.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.fixed_point import ONE
from counterpoise.math.stride import part, towards, way_to
from tests.counterpoise.drawn import fractions, sizes, targets

pairs = sizes.flatmap(lambda n: st.tuples(targets(n), targets(n)))


def test_half_of_the_way():
    """E3 A half of each gap."""
    held, goal = (ONE, 0, 0), (ONE // 2, ONE // 4, ONE // 4)
    assert way_to(held, goal) == ONE // 2
    assert towards(held, goal, ONE // 2) == (3 * ONE // 4, ONE // 8, ONE // 8)


def test_what_is_lost_to_rounding_is_not_traded():
    """A third of three units up is one; of one unit down each it is nothing, so nobody rises."""
    held, goal = (10, 10, 10, ONE - 30), (9, 9, 9, ONE - 27)
    assert towards(held, goal, ONE // 3 + 1) == held
    assert towards(held, goal, ONE) == goal


@pytest.mark.parametrize(("budget", "share"), [(0, 0), (1, ONE // 3), (2, 2 * ONE // 3), (3, ONE)])
def test_a_budget_lasts_for_a_part(budget, share):
    assert part(budget, 3) == share
    assert part(budget, 0) == ONE


@given(pair=pairs, step=fractions)
def test_every_weight_moves_its_own_way_and_no_farther(pair, step):
    """The sum is exact, no weight passes what the step allows, and no more is sold than that."""
    held, goal = pair
    weights = towards(held, goal, step)
    assert sum(weights) == ONE
    for it, wanted, found in zip(held, goal, weights, strict=True):
        assert min(it, wanted) <= found <= max(it, wanted)
        assert abs(found - it) <= abs(wanted - it) * step // ONE
    assert way_to(held, weights) <= way_to(held, goal) * step // ONE


@given(pair=pairs, budget=fractions)
def test_no_more_is_sold_than_the_budget(pair, budget):
    """E3"""
    held, goal = pair
    step = part(budget, way_to(held, goal))
    sold = way_to(held, towards(held, goal, step))
    assert sold <= budget
    assert step == ONE or budget - sold <= len(held)
