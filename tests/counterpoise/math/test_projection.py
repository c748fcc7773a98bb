"""The nearest weights within bounds (vectors V4.1 and V1.11 of the design, ST-04)."""

from math import isqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import BoundCount, BoundsCrossed, BoundsInfeasible
from counterpoise.math.projection import MOST_WANTED, Box, project
from tests.counterpoise.math.boxes import FREE, box, boxes, weights, wishes
from tests.counterpoise.math.exact import projected

ONE = 10**18
MILLI = ONE // 1_000
THIRD, SEVENTH = 333333333333333333, 142857142857142857
seeds = st.integers(0, 2**64)


def milli(*numbers: int) -> tuple[int, ...]:
    return tuple(it * MILLI for it in numbers)


def around(targets: tuple[int, ...], band: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(it - band for it in targets), tuple(it + band for it in targets)


VECTORS = [  # V4.1
    (milli(700, 200, 300), milli(*[50] * 3), milli(*[600] * 3), milli(600, 150, 250)),
    (milli(1200, 110, -310, 0), milli(*[100] * 4), milli(*[700] * 4), milli(700, 100, 100, 100)),
    (milli(500, 300, 200), milli(380, 330, 230), milli(420, 370, 270), milli(420, 340, 240)),
    (milli(700, 700, 101, -501), milli(*[100] * 4), milli(*[700] * 4), milli(400, 400, 100, 100)),
    ((THIRD + 1,) * 3, (0,) * 3, (ONE,) * 3, (THIRD, THIRD, THIRD + 1)),
    ((ONE,) * 7, (0,) * 7, (ONE,) * 7, (SEVENTH,) * 6 + (SEVENTH + 1,)),
]
EDGES = [  # V1.11: what is held, the target, the band, and the nearest edge
    (milli(460, 330, 210), milli(400, 350, 250), 20, milli(420, 350, 230)),
    (milli(500, 300, 200), milli(400, 350, 250), 20, milli(420, 340, 240)),
    (
        milli(700, 100, 100, 100),
        milli(550, 150, 150, 150),
        50,
        (600 * MILLI, 133333333333333333, 133333333333333333, 133333333333333334),
    ),
]

BEYOND = [
    ((10**24, MOST_WANTED, -(10**24)), (0,) * 3, (ONE,) * 3, milli(500, 500, 0)),
    ((10**24, MOST_WANTED - ONE, 0), (0,) * 3, (ONE,) * 3, milli(1_000, 0, 0)),
    ((-(10**24), -MOST_WANTED, -MOST_WANTED), (0,) * 3, (ONE,) * 3, (THIRD, THIRD, THIRD + 1)),
    ((-MOST_WANTED, ONE - MOST_WANTED, -(10**24)), (0,) * 3, (ONE,) * 3, milli(0, 1_000, 0)),
]
UNITS = [  # The level is one where the first asset meets its bound, and one unit is over.
    (
        (250 * MILLI + 1, 0, 0),
        (500 * MILLI + 1, 0, 0),
        (ONE,) * 3,
        (500 * MILLI + 1, 250 * MILLI - 1, 250 * MILLI),
    ),
    ((100 * MILLI + 1, 0, 0), (0,) * 3, (400 * MILLI + 1, ONE, ONE), milli(400, 300, 300)),
]


@pytest.mark.parametrize("wanted, low, high, found", VECTORS)
def test_the_nearest_weights_are_those_of_the_vectors(wanted, low, high, found):
    assert project(wanted, low, high) == found


@pytest.mark.parametrize("held, target, band, edge", EDGES)
def test_the_nearest_edge_of_a_band_is_that_of_the_vectors(held, target, band, edge):
    assert project(held, *around(target, band * MILLI)) == edge


def test_two_thousand_random_weights_are_less_than_a_unit_from_the_real_ones():
    """ST-04"""
    for it in boxes(2_000, seed=41):
        found, real = project(it.wanted, it.low, it.high), projected(cut(it), ONE)

        assert sum(found) == ONE
        assert within(found, it)
        assert all(abs(a - b) < 1 for a, b in zip(found, real, strict=True))


@given(n=st.integers(2, 20), seed=seeds)
def test_what_keeps_the_bounds_is_left_alone(n, seed):
    """ST-04"""
    random = Random(seed)
    drawn = box(random, n)
    once = project(drawn.wanted, drawn.low, drawn.high)

    assert project(once, drawn.low, drawn.high) == once


@given(n=st.integers(2, 20), seed=seeds, close=st.booleans())
def test_two_wishes_are_no_further_apart_afterwards(n, seed, close):
    """Each result is at most half the root of n from the real one, which takes nothing apart."""
    random = Random(seed)
    drawn = box(random, n)
    near = tuple(it + random.randint(-5, 5) for it in drawn.wanted)
    other = Box(near if close else wishes(random, n), drawn.low, drawn.high)

    after = distance(*(project(it.wanted, it.low, it.high) for it in (drawn, other)))

    assert after <= distance(cut(drawn).wanted, cut(other).wanted) + root(n)


@given(n=st.integers(2, 20), seed=seeds)
def test_weights_without_bounds_keep_their_differences(n, seed):
    wanted = [ONE // 2 + it for it in weights(Random(seed), n)]

    found = project(wanted, [0] * n, [FREE] * n)

    shifts = [a - b for a, b in zip(wanted, found, strict=True) if b > 0]
    assert max(shifts) - min(shifts) <= 1


@pytest.mark.parametrize("n", range(2, 21))
def test_whoever_wants_most_of_all_gets_it(n):
    """ST-02 Each index of each number of assets."""
    for i in range(n):
        wanted = [ONE * (i == k) for k in range(n)]
        capped = project(wanted, [0] * n, [ONE * 3 // 5] * n)

        assert project(wanted, [0] * n, [FREE] * n) == tuple(wanted)
        assert capped[i] == ONE * 3 // 5
        assert {it - ONE * 2 // 5 // (n - 1) for k, it in enumerate(capped) if k != i} <= {0, 1}


@pytest.mark.parametrize("wanted, low, high, found", BEYOND)
def test_beyond_ten_wholes_nobody_wants_more_than_another(wanted, low, high, found):
    assert project(wanted, low, high) == found


@pytest.mark.parametrize("wanted, low, high, found", UNITS)
def test_who_is_at_a_low_bound_gives_no_unit_back_and_who_is_at_a_high_one_does(
    wanted, low, high, found
):
    assert project(wanted, low, high) == found


def test_the_largest_integers_are_nothing_special():
    assert project((2**255 - 1, -(2**255)), (0, 0), (FREE, FREE)) == (ONE, 0)


@pytest.mark.parametrize(
    "low, high, sums",
    [
        (milli(400, 400, 201), (ONE,) * 3, (1_001 * MILLI, 3 * ONE)),
        ((0,) * 3, milli(400, 400, 199), (0, 999 * MILLI)),
        ((0,) * 3, milli(333, 333, 333), (0, 999 * MILLI)),
        ((FREE, FREE, 0), (FREE,) * 3, (FREE, 3 * ONE)),
        ((0, 0, ONE + 1), (FREE,) * 3, (ONE + 1, 3 * ONE)),
    ],
)
def test_bounds_that_no_weights_keep_are_refused(low, high, sums):
    """ST-04"""
    with pytest.raises(BoundsInfeasible) as refused:
        project((0,) * 3, low, high)
    assert refused.value.fields == dict(zip(("sum_low", "sum_high"), sums, strict=True))


def test_nothing_at_all_cannot_sum_to_one():
    with pytest.raises(BoundsInfeasible) as refused:
        project((), (), ())
    assert refused.value.fields == {"sum_low": 0, "sum_high": 0}


def test_bounds_that_cross_are_refused_by_the_first():
    with pytest.raises(BoundsCrossed) as refused:
        project((0,) * 3, (0, 5, 7), (ONE, 4, 6))
    assert refused.value.fields == {"index": 1, "low": 5, "high": 4}


@pytest.mark.parametrize("low, high, count", [((0,), (1, 1), 1), ((0, 0), (1, 1, 1), 3)])
def test_bounds_of_another_number_are_refused(low, high, count):
    with pytest.raises(BoundCount) as refused:
        project((0, 0), low, high)
    assert refused.value.fields == {"count": count, "expected": 2}


def cut(drawn: Box) -> Box:
    wanted = tuple(max(-MOST_WANTED, min(it, MOST_WANTED)) for it in drawn.wanted)
    return Box(wanted, drawn.low, drawn.high)


def within(found: tuple[int, ...], drawn: Box) -> bool:
    rows = zip(drawn.low, found, drawn.high, strict=True)
    return all(low <= it <= high for low, it, high in rows)


def distance(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    """In millionths of a unit, rounded down."""
    return root(sum((p - q) ** 2 for p, q in zip(a, b, strict=True)))


def root(square: int) -> int:
    return isqrt(square * 10**12)
