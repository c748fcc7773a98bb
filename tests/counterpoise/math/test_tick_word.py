"""Where a pool looks for its next step, against what that says in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.tick_word import next_in, slot_of


@pytest.mark.parametrize(
    ("tick", "is_down", "slot"),
    [(0, True, 0), (59, True, 0), (60, True, 1), (-1, True, -1), (-60, True, -1), (-61, True, -2)]
    + [(0, False, 1), (59, False, 1), (60, False, 2), (-1, False, 0), (-60, False, 0)],
)
def test_a_pool_looks_from_its_own_slot_down_and_from_the_next_one_up(tick, is_down, slot):
    """With ticks 60 apart, rounded down also below zero."""
    assert slot_of(tick, 60, is_down) == slot


@pytest.mark.parametrize(
    ("slots", "slot", "is_down", "found"),
    [
        ([3, 9], 9, True, (9, True)),
        ([3, 9], 8, True, (3, True)),
        ([3, 9], 2, True, (0, False)),
        ([3, 9], 3, False, (3, True)),
        ([3, 9], 4, False, (9, True)),
        ([3, 9], 10, False, (255, False)),
        ([], 255, True, (0, False)),
        ([0, 255], 255, True, (255, True)),
        ([0, 255], 0, False, (0, True)),
        ([], -1, True, (-256, False)),
        ([0], -256, False, (-256, True)),
    ],
)
def test_the_nearest_bit_is_found_or_the_words_end(slots, slot, is_down, found):
    word = sum(1 << it for it in slots)
    assert next_in(word, slot, is_down) == found


@given(slots=st.sets(st.integers(-512, 511)), slot=st.integers(-512, 511), is_down=st.booleans())
def test_nothing_lies_between(slots, slot, is_down):
    """The answer is in the same word and in the right direction, and no other is nearer."""
    place = slot // 256
    word = sum(1 << it % 256 for it in slots if it // 256 == place)
    found, is_there = next_in(word, slot, is_down)
    assert found // 256 == place
    assert found <= slot if is_down else found >= slot
    between = {it for it in slots if min(found, slot) <= it <= max(found, slot)}
    assert between == ({found} if is_there else set())
    assert is_there or found % 256 == (0 if is_down else 255)
