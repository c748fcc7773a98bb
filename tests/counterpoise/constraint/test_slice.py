"""A long way is gone in slices (V5.4, E6)."""

import pytest

from counterpoise.constraint.slice import SliceConstraint
from counterpoise.errors import LimitOutOfRange, SliceTooLarge, SliceUsed
from counterpoise.math.fixed_point import ONE
from counterpoise.math.slices import Programme
from tests.counterpoise.constraint.moves import HALVES, PERCENT, worth

NOW, HOUR = 1_700_000_000, 3_600


@pytest.fixture
def slices():
    """Ten, an hour apart, of what is more than two percent."""
    return SliceConstraint(10, HOUR, 0, 2 * PERCENT)


def rebalance(constraint, start, end, time):
    """Thousandths of the vault in its first asset."""
    move = worth(start, 1_000 - start, time=time), HALVES, worth(end, 1_000 - end, time=time)
    constraint.check(*move)


def test_after_some_intervals_as_many_slices_are_done(slices):
    """E6 A way of twenty percent: two in each hour."""
    for k in range(5):
        assert slices.slice_of(20 * PERCENT, NOW + k * HOUR) == 2 * PERCENT
        rebalance(slices, 700 - 20 * k, 680 - 20 * k, NOW + k * HOUR)
        assert slices.programme.left - slices.programme.spent == (18 - 2 * k) * PERCENT


def test_a_slice_that_is_too_large_is_refused(slices):
    with pytest.raises(SliceTooLarge) as refused:
        rebalance(slices, 700, 679, NOW)
    assert (refused.value.turnover, refused.value.slice) == (21 * PERCENT // 10, 2 * PERCENT)
    assert slices.programme == Programme()


def test_a_spent_slice_waits_for_the_next(slices):
    """Halves of a slice are a slice; before anything is read it is told when the next begins."""
    rebalance(slices, 700, 690, NOW)
    slices.require_ready(NOW + HOUR - 1)
    rebalance(slices, 690, 680, NOW + HOUR - 1)
    with pytest.raises(SliceUsed) as refused:
        slices.require_ready(NOW + HOUR - 1)
    assert (refused.value.time, refused.value.next) == (NOW + HOUR - 1, NOW + HOUR)
    with pytest.raises(SliceUsed):
        rebalance(slices, 680, 679, NOW + HOUR - 1)
    slices.require_ready(NOW + HOUR)


def test_a_way_that_comes_to_its_target_by_itself_ends_early(slices):
    """E6 The price does most of it: what is left after the third slice is two percent."""
    rebalance(slices, 700, 680, NOW)
    rebalance(slices, 680, 660, NOW + HOUR)
    rebalance(slices, 530, 520, NOW + 2 * HOUR)
    assert slices.programme == Programme()
    assert slices.slice_of(2 * PERCENT, NOW + 2 * HOUR) == ONE


def test_what_is_near_is_gone_in_one(slices):
    rebalance(slices, 520, 500, NOW)
    assert slices.programme == Programme()
    slices.require_ready(NOW)


def test_a_programme_dies_of_its_age_and_the_rest_begins_another(slices):
    """E6 Nothing was in flight: whoever stops the vault has called the rest back."""
    rebalance(slices, 700, 680, NOW)
    assert slices.slice_of(18 * PERCENT, NOW + 10 * HOUR - 1) == 4 * PERCENT
    assert slices.slice_of(18 * PERCENT, NOW + 10 * HOUR) == 18 * PERCENT // 10
    rebalance(slices, 680, 670, NOW + 10 * HOUR)
    expected = Programme(18 * PERCENT, 18 * PERCENT, PERCENT, NOW + 10 * HOUR, 0)
    assert slices.programme == expected


def test_a_way_that_has_more_than_doubled_begins_anew_with_the_next_slice(slices):
    """What began small does not hold back what has become large."""
    rebalance(slices, 550, 545, NOW)
    assert slices.slice_of(10 * PERCENT, NOW + HOUR) == PERCENT // 2
    assert slices.slice_of(10 * PERCENT + 1, NOW + HOUR - 1) == 0
    assert slices.slice_of(10 * PERCENT + 1, NOW + HOUR) == PERCENT
    rebalance(slices, 900, 860, NOW + HOUR)
    expected = Programme(40 * PERCENT, 40 * PERCENT, 4 * PERCENT, NOW + HOUR, 0)
    assert slices.programme == expected


def test_with_urgency_the_first_slices_are_the_largest():
    """V5.4 kT 1.5 in five slices, of a way of fifty percent."""
    constraint = SliceConstraint(5, HOUR, 3 * ONE // 2, PERCENT)
    assert constraint.slice_of(50 * PERCENT, NOW) == 145_546_442_530_025_750
    rebalance(constraint, 1_000, 900, NOW)
    assert constraint.slice_of(40 * PERCENT, NOW) == 45_546_442_530_025_750


LIMITS = [
    ((1, HOUR, 0, PERCENT), ("slices", 1, 2)),
    ((101, HOUR, 0, PERCENT), ("slices", 101, 100)),
    ((7, 0, 0, PERCENT), ("interval", 0, 86_400)),
    ((7, 86_401, 0, PERCENT), ("interval", 86_401, 86_400)),
    ((7, HOUR, 8 * ONE + 1, PERCENT), ("urgency", 8 * ONE + 1, 8 * ONE)),
    ((7, HOUR, 0, 10**12 - 1), ("least", 10**12 - 1, 10**12)),
    ((7, HOUR, 0, ONE // 2 + 1), ("least", ONE // 2 + 1, ONE // 2)),
]


@pytest.mark.parametrize(("numbers", "fields"), LIMITS)
def test_limits_out_of_range_are_refused(numbers, fields):
    """J1"""
    with pytest.raises(LimitOutOfRange) as refused:
        SliceConstraint(*numbers)
    assert tuple(refused.value.fields.values()) == fields
