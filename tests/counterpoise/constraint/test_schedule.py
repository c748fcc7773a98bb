"""The calendar: one rebalance a slot, and no slot that moves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.constraint.schedule import ScheduleConstraint
from counterpoise.errors import LimitOutOfRange, NotDue
from tests.counterpoise.constraint.moves import HALVES, worth
from tests.depth import examples

DAY = 86_400
ANCHOR = 1_700_000_000
LEAST = 10**15  # D18{1}, a thousandth


def check(constraint, time):
    constraint.check(worth(6, 4, time=time), HALVES, worth(5, 5, time=time))


def test_a_slot_is_due_once():
    """V1.8 In slot 4: due after slot 3, and not after slot 4."""
    constraint = ScheduleConstraint(ANCHOR, DAY, LEAST, last_slot=3)
    assert constraint.slot_at(1_700_400_000) == 4
    check(constraint, 1_700_400_000)
    assert constraint.last_slot == 4
    with pytest.raises(NotDue) as refused:
        check(constraint, 1_700_400_000)
    assert refused.value.fields == {"time": 1_700_400_000, "next": ANCHOR + 5 * DAY}


def test_the_first_slot_is_not_due():
    """V1.8 The last second of slot 0, and the first one of slot 1."""
    constraint = ScheduleConstraint(ANCHOR, 7 * DAY, LEAST)
    with pytest.raises(NotDue) as refused:
        constraint.require_ready(1_700_604_799)
    assert refused.value.fields == {"time": 1_700_604_799, "next": 1_700_604_800}
    assert constraint.require_ready(1_700_604_800) is None


def test_before_the_anchor_it_is_slot_0():
    constraint = ScheduleConstraint(ANCHOR, DAY, LEAST)
    assert [constraint.slot_at(time) for time in (0, ANCHOR - 1, ANCHOR)] == [0, 0, 0]
    with pytest.raises(NotDue) as refused:
        constraint.require_ready(0)
    assert refused.value.fields == {"time": 0, "next": ANCHOR + DAY}


def test_a_late_rebalance_moves_no_later_slot():
    """An hour before its slot ends: the next one is an hour away, the one after a day more."""
    constraint = ScheduleConstraint(ANCHOR, DAY, LEAST)
    check(constraint, ANCHOR + 2 * DAY - 3_600)
    check(constraint, ANCHOR + 2 * DAY)
    assert constraint.next_slot == ANCHOR + 3 * DAY


def test_slots_that_were_missed_are_one():
    constraint = ScheduleConstraint(ANCHOR, DAY, LEAST)
    check(constraint, ANCHOR + 9 * DAY + 5)
    with pytest.raises(NotDue):
        check(constraint, ANCHOR + 10 * DAY - 1)
    check(constraint, ANCHOR + 10 * DAY)


def test_judging_uses_no_slot():
    constraint, start = ScheduleConstraint(ANCHOR, DAY, LEAST), worth(6, 4, time=ANCHOR + DAY)
    constraint.judge(start, HALVES, start)
    assert constraint.last_slot == 0


@settings(max_examples=examples(100))
@given(
    period=st.integers(60, 366 * DAY),
    pauses=st.lists(st.integers(0, 400 * DAY), min_size=1, max_size=20),
)
def test_there_is_one_rebalance_in_each_slot_that_somebody_comes_in(period, pauses):
    """Never two, none in slot 0, and whoever comes first in a slot is never refused."""
    constraint, time, used = ScheduleConstraint(ANCHOR, period, LEAST), ANCHOR, {0}
    for pause in pauses:
        time += pause
        slot = (time - ANCHOR) // period
        if slot in used:
            with pytest.raises(NotDue) as refused:
                check(constraint, time)
            assert refused.value.fields["next"] == ANCHOR + (slot + 1) * period > time
        else:
            check(constraint, time)
        used.add(slot)


@pytest.mark.parametrize(("period", "bound"), [(59, 60), (366 * DAY + 1, 366 * DAY)])
def test_a_period_out_of_range_is_refused(period, bound):
    """J1"""
    with pytest.raises(LimitOutOfRange) as refused:
        ScheduleConstraint(ANCHOR, period, LEAST)
    assert refused.value.fields == {"limit_name": "period", "limit": period, "most": bound}


@given(parts=st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_what_takes_a_slot_is_what_it_turns_over(parts):
    """E9 Of a million, a thousandth and more; below it the slot stays, whoever asks how often."""
    constraint, start = ScheduleConstraint(ANCHOR, DAY, LEAST), worth(10**6, 0, time=ANCHOR + DAY)
    for part in parts:
        taken = constraint.last_slot == 1
        end = worth(10**6 - part, part, time=ANCHOR + DAY)
        if taken:
            with pytest.raises(NotDue):
                constraint.check(start, HALVES, end)
        else:
            constraint.check(start, HALVES, end)
            assert constraint.last_slot == (part >= 1_000)


@pytest.mark.parametrize(("least", "bound"), [(10**12 - 1, 10**12), (10**17 + 1, 10**17)])
def test_a_least_trade_out_of_range_is_refused(least, bound):
    """J1"""
    with pytest.raises(LimitOutOfRange) as refused:
        ScheduleConstraint(ANCHOR, DAY, least)
    assert tuple(refused.value.fields.values()) == ("least", least, bound)
