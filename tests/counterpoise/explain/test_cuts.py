"""Which limits hold a plan back."""

import pytest

from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.slice import SliceConstraint
from counterpoise.constraint.turnover_bucket import TurnoverBucketConstraint
from counterpoise.execution.sliced import SlicedPlanner
from counterpoise.explain.cuts import Cut, cuts
from counterpoise.math.token_bucket import Bucket
from counterpoise.math.weights import total_drift
from tests.counterpoise.explain.small import DRIFTED, HALVES, ONE, PERCENT, engine, owning


def found(state=DRIFTED, **limits):
    planner = engine(**limits).planner
    return cuts(planner, state, HALVES.weights, planner.plan(state, HALVES.weights))


def test_a_plan_that_goes_all_the_way_is_held_back_by_nothing():
    assert found() == ()


@pytest.mark.parametrize(
    "limit, value", [("damping", ONE // 2), ("max_turnover", 4 * PERCENT), ("max_impact", 10**15)]
)
def test_a_limit_that_shortens_a_trade_is_named(limit, value):
    assert found(**{limit: value}) == (Cut(limit, value),)


def test_a_loss_that_may_not_be_is_named():
    """The fee alone is 0.30 %, so that 0.40 % is soon lost."""
    assert found(max_loss=4 * 10**15) == (Cut("max_loss", 4 * 10**15),)


def test_a_gap_that_is_left_alone_is_named():
    """Half an ether is too much, and a trade would be of 500 dollars."""
    state = owning(500_000, 251)
    assert found(state) == ()
    assert found(state, min_trade=2_000 * ONE) == (Cut("min_trade", 2_000 * ONE),)


def test_of_two_limits_the_narrower_is_named():
    both = {"damping": ONE // 2, "max_turnover": PERCENT}
    assert found(**both) == (Cut("max_turnover", PERCENT),)


def test_another_planner_has_no_limits_that_are_known():
    assert cuts(object(), DRIFTED, HALVES.weights, ()) == ()


def sliced(**asked):
    planner = SlicedPlanner(engine().planner, **asked)
    return cuts(planner, DRIFTED, HALVES.weights, planner.plan(DRIFTED, HALVES.weights))


def test_who_is_asked_before_the_plan_is_named_with_what_was_said():
    """B7 Each alone; one that leaves enough is not."""
    bucket = TurnoverBucketConstraint(2 * PERCENT, PERCENT, Bucket(2 * PERCENT, DRIFTED.time))
    assert sliced(bucket=bucket) == (Cut("bucket", 2 * PERCENT),)
    drift = total_drift(DRIFTED, HALVES.weights)
    programme = SliceConstraint(4, 60, 0, PERCENT)
    assert sliced(programme=programme) == (Cut("programme", drift // 4),)
    bands = DriftConstraint(2 * PERCENT, PERCENT)
    assert sliced(bands=bands) == (Cut("bands", PERCENT),)
    enough = TurnoverBucketConstraint(ONE, ONE, Bucket(ONE // 2, DRIFTED.time))
    assert sliced(bucket=enough) == ()


def test_the_inner_planners_limits_are_named_too():
    planner = SlicedPlanner(engine(damping=ONE // 2).planner)
    orders = planner.plan(DRIFTED, HALVES.weights)
    assert cuts(planner, DRIFTED, HALVES.weights, orders) == (Cut("damping", ONE // 2),)
