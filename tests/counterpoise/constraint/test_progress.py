"""Nearer to the target, and not past it."""

import pytest

from counterpoise.constraint.progress import ProgressConstraint
from counterpoise.errors import NoProgress, Overshot
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth


@pytest.fixture
def constraint():
    return ProgressConstraint(PERCENT)


@pytest.mark.parametrize("end", [worth(55, 45), worth(50, 50), worth(49, 51)])
def test_a_step_towards_the_target_passes(constraint, end):
    assert constraint.check(worth(60, 40), HALVES, end) is None


@pytest.mark.parametrize(("end", "drift"), [(worth(60, 40), 10), (worth(39, 61), 11)])
def test_a_step_that_is_none_is_refused(constraint, end, drift):
    with pytest.raises(NoProgress) as refused:
        constraint.judge(worth(60, 40), HALVES, end)
    assert refused.value.fields == {"start": 10 * PERCENT, "end": drift * PERCENT}


def test_what_falls_below_its_target_is_named(constraint):
    with pytest.raises(Overshot) as refused:
        constraint.judge(worth(60, 40), HALVES, worth(48, 52))
    assert refused.value.fields == {
        "asset": "a",
        "weight": 48 * PERCENT,
        "target": 50 * PERCENT,
        "tolerance": PERCENT,
    }


def test_what_rises_above_its_target_is_named(constraint):
    with pytest.raises(Overshot) as refused:
        constraint.judge(worth(40, 60), HALVES, worth(52, 48))
    assert (refused.value.asset, refused.value.weight) == ("a", 52 * PERCENT)


def test_what_stands_on_its_target_may_leave_it_neither_way(constraint):
    target = (50 * PERCENT, 30 * PERCENT, 20 * PERCENT)
    for weight in (48, 52):
        with pytest.raises(Overshot) as refused:
            constraint.judge(worth(50, 40, 10), target, worth(weight, 83 - weight, 17))
        assert (refused.value.asset, refused.value.weight) == ("a", weight * PERCENT)
