"""Weights as they are remembered: whole nanos, eight in a word, their sum exactly one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.math.nano import UNIT, WHOLE, pack, rounded, unpack
from tests.counterpoise.drawn import ONE, sizes, targets
from tests.depth import examples

CASES = examples(2_000, 100_000)
THIRD, SEVENTH = 333333333333333333, 142857142857142857
VECTORS = [
    ([THIRD, THIRD, THIRD + 1], [333333333, 333333333, 333333334]),
    (
        [84430440674164972, 106401103705608896, 809168455620226132],
        [84430441, 106401104, 809168455],
    ),
    ([SEVENTH] * 6 + [SEVENTH + 1], [142857143] * 5 + [142857142, 142857143]),
]


@pytest.mark.parametrize("weights, nanos", VECTORS)
def test_weights_are_rounded_with_numbers(weights, nanos):
    """math 0.6"""
    assert rounded(weights) == tuple(nano * UNIT for nano in nanos)


def test_the_first_of_equal_ones_gets_the_rest():
    """Five of a fifth of a nano more than a fifth of one: one of them is a nano more."""
    weights = [ONE // 5 + UNIT // 5] * 4 + [ONE // 5 - 4 * (UNIT // 5)]
    assert rounded(weights) == (ONE // 5 + UNIT, *[ONE // 5] * 3, ONE // 5 - UNIT)


def test_eight_are_in_a_word():
    """The first is the lowest; the ninth begins the next word."""
    assert pack([ONE]) == (WHOLE,)
    assert pack([0, ONE]) == (WHOLE << 32,)
    assert pack([0] * 7 + [ONE]) == (WHOLE << 224,)
    assert pack([0] * 8 + [ONE]) == (0, WHOLE)


def drawn(source):
    """Weights of 2 to 20 assets, of any size."""
    cuts = sorted(source.randrange(ONE + 1) for _ in range(source.randint(1, 19)))
    return [b - a for a, b in zip([0, *cuts], [*cuts, ONE])]


def test_random_weights_are_rounded_by_less_than_a_nano():
    """math 0.6, ST-02 None moves by one, their sum is exact, and who lost most is raised."""
    source = random.Random(6)
    for weights in (drawn(source) for _ in range(CASES)):
        kept = rounded(weights)
        lost = [was - now for was, now in zip(weights, kept)]
        assert sum(kept) == ONE and all(it % UNIT == 0 for it in kept)
        assert all(-UNIT < it < UNIT for it in lost)
        raised = [was % UNIT for was, it in zip(weights, lost) if it < 0]
        assert min(raised, default=UNIT) >= max(it for it in [*lost, 0])


@given(data=st.data(), n=sizes)
def test_what_is_packed_is_what_was_rounded(data, n):
    """ST-02, ST-03 At every place; and once rounded they stay as they are."""
    weights = data.draw(targets(n))
    kept = unpack(pack(weights), n)
    assert kept == rounded(weights)
    assert pack(kept) == pack(weights)
    assert len(pack(weights)) == -(-n // 8)
