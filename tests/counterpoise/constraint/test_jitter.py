"""A calendar in which every account has moments of its own (E9)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.constraint.jitter import Calendar, JitterConstraint
from counterpoise.errors import LimitOutOfRange, NotDue
from tests.counterpoise.constraint.moves import HALVES, worth
from tests.counterpoise.drawn import ADDRESSES

DAY, ANCHOR = 86_400, 1_700_000_000
LEAST = 10**15  # D18{1}, a thousandth
HALF = Calendar(ANCHOR, DAY, DAY // 2, bytes(32), LEAST)
MOMENT = HALF.moment_of(ADDRESSES[0], 4)


def constraint():
    return JitterConstraint(HALF, ADDRESSES[0])


def rebalance(it, time):
    it.check(worth(6, 4, time=time), HALVES, worth(5, 5, time=time))


def test_a_slot_is_due_from_its_moment_on_and_once():
    it = constraint()
    it.last_slot = 3
    with pytest.raises(NotDue) as refused:
        rebalance(it, MOMENT - 1)
    assert (refused.value.time, refused.value.next) == (MOMENT - 1, MOMENT)
    rebalance(it, MOMENT)
    assert it.last_slot == 4
    with pytest.raises(NotDue) as refused:
        rebalance(it, MOMENT)
    assert refused.value.next == HALF.moment_of(ADDRESSES[0], 5)


def test_a_slot_that_was_missed_is_not_made_up_for():
    """Before the moment of the next one it is too late."""
    it = constraint()
    with pytest.raises(NotDue):
        it.require_ready(ANCHOR + 4 * DAY)
    it.require_ready(ANCHOR + 4 * DAY - 1)


def test_slot_nothing_is_nobodys():
    with pytest.raises(NotDue) as refused:
        constraint().require_ready(ANCHOR + DAY - 1)
    assert refused.value.next == HALF.moment_of(ADDRESSES[0], 1)


@given(salt=st.binary(min_size=32, max_size=32), slot=st.integers(0, 10**6))
def test_every_moment_is_inside_the_window(salt, slot):
    """E9"""
    moment = replace(HALF, salt=salt).moment_of(ADDRESSES[0], slot)
    assert 0 <= moment - ANCHOR - slot * DAY < DAY // 2


def test_other_salts_accounts_and_slots_have_other_moments():
    """E9 And they are spread over the whole window: a hundred of each are in all ten tenths."""
    salts = [replace(HALF, salt=k.to_bytes(32, "big")) for k in range(100)]
    ways = (
        [it.moment_of(ADDRESSES[0], 0) - ANCHOR for it in salts],
        [HALF.moment_of(f"0x{k:040x}", 0) - ANCHOR for k in range(100)],
        [HALF.moment_of(ADDRESSES[0], k) - ANCHOR - k * DAY for k in range(100)],
    )
    for found in ways:
        assert len(set(found)) >= 98
        assert {20 * it // DAY for it in found} == set(range(10))


@pytest.mark.parametrize(
    ("period", "window", "fields"),
    [
        (59, 1, ("period", 59, 60)),
        (366 * DAY + 1, 1, ("period", 366 * DAY + 1, 366 * DAY)),
        (DAY, 0, ("window", 0, DAY // 2)),
        (DAY, DAY // 2 + 1, ("window", DAY // 2 + 1, DAY // 2)),
    ],
)
def test_a_calendar_out_of_range_is_refused(period, window, fields):
    """J1"""
    with pytest.raises(LimitOutOfRange) as refused:
        Calendar(ANCHOR, period, window, bytes(32), LEAST)
    assert tuple(refused.value.fields.values()) == fields
