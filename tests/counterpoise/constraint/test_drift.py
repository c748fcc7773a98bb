"""The trigger: starts beyond the outer band, goes on until inside the inner one."""

import pytest

from counterpoise.constraint.drift import DriftConstraint
from counterpoise.errors import BandsTooClose, NothingToWeigh, WithinBand
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth

DRIFTED, NEARER, INSIDE, BALANCED = worth(56, 44), worth(53, 47), worth(52, 48), worth(50, 50)


@pytest.fixture
def constraint():
    return DriftConstraint(5 * PERCENT, 2 * PERCENT)


def test_a_drift_beyond_the_outer_band_may_be_rebalanced(constraint):
    assert constraint.judge(DRIFTED, HALVES, BALANCED) is None


def test_a_drift_at_the_outer_band_may_not(constraint):
    with pytest.raises(WithinBand) as refused:
        constraint.judge(worth(55, 45), HALVES, BALANCED)
    assert refused.value.fields == {"drift": 5 * PERCENT, "band": 5 * PERCENT}


def test_between_slices_the_inner_band_counts(constraint):
    constraint.check(DRIFTED, HALVES, NEARER)
    constraint.check(NEARER, HALVES, INSIDE)
    with pytest.raises(WithinBand) as refused:
        constraint.check(NEARER, HALVES, BALANCED)
    assert refused.value.fields == {"drift": 3 * PERCENT, "band": 5 * PERCENT}


def test_judging_remembers_nothing(constraint):
    constraint.judge(DRIFTED, HALVES, NEARER)
    with pytest.raises(WithinBand):
        constraint.judge(NEARER, HALVES, INSIDE)


def test_an_empty_vault_has_no_drift(constraint):
    with pytest.raises(NothingToWeigh):
        constraint.judge(worth(0, 0), HALVES, BALANCED)


@pytest.mark.parametrize(("outer", "inner"), [(5, 0), (5, 5), (124, 100)])
def test_bands_that_would_chatter_are_refused(outer, inner):
    with pytest.raises(BandsTooClose) as refused:
        DriftConstraint(outer, inner)
    assert refused.value.fields == {"inner": inner, "outer": outer}


def test_bands_a_quarter_apart_are_taken():
    assert DriftConstraint(125, 100).is_active is False
