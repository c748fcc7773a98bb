"""A way that is gone in slices (vectors V5.4 of the design, E6)."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf, sinh

from counterpoise.math.fixed_point import ONE
from counterpoise.math.slices import MOST_URGENT, Cut, Programme, begin, remaining
from tests.depth import examples

PERCENT = ONE // 100
HOUR, NOW = 3_600, 1_700_000_000
REMAINING = [  # V5.4: kT, f, and the reference's own digits, rounded down
    (2 * ONE, ONE // 2, 324_027_136_831_942_699),
    (ONE // 1_000, ONE // 4, 749_999_945_312_504_842),
    (6 * ONE, ONE // 10, 548_803_812_576_348_626),
]
SIZES = [  # V5.4: kT 1.5 in five slices, to eleven digits
    "0.29109288506",
    "0.226811294567",
    "0.18309627824",
    "0.155983888309",
    "0.143015653825",
]


def allowed(it, cut, time):
    return it.roll(cut, time).allowed(cut)


def walk(it, cut, part=Fraction(1)):
    """What each slice takes where so much of what is allowed is taken, as long as it runs."""
    taken = []
    for k in range(cut.slices):
        it = it.roll(cut, it.start + k * cut.interval)
        most = int(it.allowed(cut) * part)
        taken.append(most)
        it = Programme(it.distance, it.left, it.spent + most, it.start, it.slice)
    return taken


@pytest.mark.parametrize(("urgency", "part", "left"), REMAINING)
def test_the_vectors_of_what_remains(urgency, part, left):
    assert remaining(urgency, part) == left


def test_the_vectors_of_the_slices():
    taken = walk(begin(ONE, NOW), Cut(5, HOUR, 3 * ONE // 2))
    with mp.workdps(40):
        assert [abs(mpf(it) / ONE - mpf(size)) < 1e-12 for it, size in zip(taken, SIZES)] == [
            True
        ] * 5
    assert sum(taken) == ONE


def drawn(draw):
    """An urgency of any size, and a part of the time, often near its ends."""
    near = int(10 ** draw.uniform(0, 18))
    part = draw.choice((draw.randint(0, ONE), near, ONE - near))
    return int(10 ** draw.uniform(0, 18.9)), part


def test_what_remains_is_less_than_a_unit_below_the_truth():
    """math 5.4 2,000 cases. The series ends 1e-24 of itself too early, so the ratio is above the
    truth by a millionth of a unit at most."""
    draw = Random(16)
    with mp.workdps(60):
        for _ in range(examples(2_000)):
            urgency, part = drawn(draw)
            k, f = mpf(urgency) / ONE, mpf(part) / ONE
            exact = sinh(k * (1 - f)) / sinh(k) * ONE
            assert -1 < remaining(urgency, part) - exact < mpf("1e-6")


@given(urgency=st.integers(1, MOST_URGENT), parts=st.tuples(*[st.integers(0, ONE)] * 2))
def test_what_remains_never_rises(urgency, parts):
    """E6 From all to nothing."""
    early, late = sorted(parts)
    assert ONE == remaining(urgency, 0) >= remaining(urgency, early)
    assert remaining(urgency, early) >= remaining(urgency, late) >= remaining(urgency, ONE) == 0


@given(part=st.integers(0, ONE))
def test_with_little_urgency_it_is_a_line(part):
    """math 5.4 Below a thousandth the difference is at most .065 of its square."""
    assert abs(remaining(ONE // 1_000, part) - (ONE - part)) <= 65 * 10**9


def test_ten_slices_of_a_hundred_are_ten_each():
    """E6"""
    assert walk(begin(100 * PERCENT, NOW), Cut(10, HOUR, 0)) == [10 * PERCENT] * 10


def test_what_does_not_divide_is_in_the_last():
    assert walk(begin(100, NOW), Cut(3, HOUR, 0)) == [33, 33, 34]


def test_what_is_missed_is_spread_and_no_slice_is_more_than_two():
    """math 5.4 Ten slices: from the sixth on each is two, from the eighth on never more."""
    programme, cut = begin(100 * PERCENT, NOW), Cut(10, HOUR, 0)
    found = [allowed(programme, cut, NOW + k * HOUR) // PERCENT for k in range(10)]
    assert found == [10, 11, 12, 14, 16, 20, 20, 20, 20, 20]


def test_what_is_missed_is_made_up_for_at_once_where_there_is_urgency():
    """But no more than two slices at once: the second is 22.68 %, and the first was 29.11."""
    programme, cut = begin(ONE, NOW), Cut(5, HOUR, 3 * ONE // 2)
    assert allowed(programme, cut, NOW) == 291_092_885_060_051_500
    assert allowed(programme, cut, NOW + HOUR) == 453_622_589_133_084_684


def test_crumbs_of_a_slice_are_left_to_the_next():
    """An eighth of it is not worth its gas, and a unit more is."""
    cut = Cut(4, HOUR, 0)
    assert Programme(320, 320, 69, NOW, 0).allowed(cut) == 11
    assert Programme(320, 320, 70, NOW, 0).allowed(cut) == 0
    assert Programme(320, 320, 70, NOW, 0).roll(cut, NOW + HOUR).allowed(cut) == 83


def test_a_slice_is_spent_once():
    cut = Cut(4, HOUR, 0)
    half = Programme(100, 100, 10, NOW, 0)
    assert half.allowed(cut) == 15
    assert Programme(100, 100, 25, NOW, 0).allowed(cut) == 0
    assert half.roll(cut, NOW + HOUR - 1) is half
    assert half.roll(cut, NOW + HOUR) == Programme(100, 90, 0, NOW, 1)
    assert half.roll(cut, NOW - 1) is half


@given(
    slices=st.integers(2, 100),
    urgency=st.one_of(st.just(0), st.integers(1, MOST_URGENT)),
    distance=st.integers(10**12, ONE),
    percent=st.integers(0, 100),
)
def test_no_programme_takes_more_than_its_way(slices, urgency, distance, percent):
    """E6 Whole slices take all of it, and no slice takes more than two."""
    cut = Cut(slices, HOUR, urgency)
    taken = walk(begin(distance, NOW), cut, Fraction(percent, 100))
    assert sum(taken) <= distance
    if percent == 100:
        assert distance - sum(taken) <= slices
    if urgency == 0:
        assert max(taken) <= 2 * (distance // slices)
