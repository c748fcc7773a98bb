"""The nearest weights within the bounds of groups too (vectors V4.2 of the design, features D1)."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import BoundCount, BoundsInfeasible, GroupInfeasible, GroupUnknown
from counterpoise.math import projection
from counterpoise.math.group_projection import Groups, project, reach_of
from counterpoise.math.projection import Box
from tests.counterpoise.math.boxes import FREE, box, grouped, groups, wishes
from tests.counterpoise.math.exact import projected_groups
from tests.counterpoise.math.test_projection import cut, milli, within

ONE = 10**18
CENT = ONE // 100
seeds = st.integers(0, 2**64)


def free(*wanted: int) -> Box:
    """Whole percents, and bounds of none."""
    n = len(wanted)
    return Box(tuple(it * CENT for it in wanted), (0,) * n, (ONE,) * n)


VECTORS = [  # V4.2
    (
        free(40, 40, 10, 10),
        Groups((0, 0, 1, 1), milli(0, 0), milli(500, 1_000)),
        milli(250, 250, 250, 250),
    ),
    (
        Box(milli(500, 300, 150, 50), milli(100, 100, 50, 50), milli(450, 450, 400, 400)),
        Groups((0, 0, 1, 1), milli(200, 300), milli(600, 1_000)),
        milli(400, 200, 250, 150),
    ),
    (
        free(30, 30, 20, 10, 5, 5),
        Groups((0, 0, 1, 1, 2, 2), milli(0, 0, 200), milli(400, 500, 1_000)),
        milli(200, 200, 250, 150, 100, 100),
    ),
]


@pytest.mark.parametrize("drawn, kept, found", VECTORS)
def test_the_nearest_weights_of_groups_are_those_of_the_vectors(drawn, kept, found):
    assert project(drawn, kept) == found


def test_two_thousand_random_weights_are_less_than_two_units_from_the_real_ones():
    """D1, ST-04 And keep every bound, with an exact sum."""
    for drawn, kept in grouped(2_000, seed=42):
        found = project(drawn, kept)
        real = projected_groups(cut(drawn), reach_of(drawn, kept))

        assert sum(found) == ONE
        assert within(found, drawn)
        assert holds(found, kept)
        assert all(abs(a - b) < 2 for a, b in zip(found, real, strict=True))


@given(n=st.integers(2, 20), count=st.integers(1, 6), seed=seeds)
def test_no_other_weights_that_keep_the_bounds_are_nearer(n, count, seed):
    """The way from what was found to them leads away from what is wanted, to the last units."""
    random = Random(seed)
    drawn = cut(box(random, n))
    kept = groups(random, drawn, count)
    found = project(drawn, kept)
    other = project(Box(wishes(random, n), drawn.low, drawn.high), kept)

    missed = [u - it for u, it in zip(drawn.wanted, found, strict=True)]
    way = [it - here for it, here in zip(other, found, strict=True)]

    nearer = sum(a * b for a, b in zip(missed, way, strict=True))
    assert nearer <= 2 * sum(map(abs, missed + way)) + 12 * n


@given(n=st.integers(2, 20), count=st.integers(1, 6), seed=seeds)
def test_what_keeps_the_bounds_of_groups_is_left_alone(n, count, seed):
    random = Random(seed)
    drawn = box(random, n)
    kept = groups(random, drawn, count)
    once = project(drawn, kept)

    assert project(Box(once, drawn.low, drawn.high), kept) == once


@given(n=st.integers(2, 20), seed=seeds)
def test_two_assets_never_have_more_than_their_cap(n, seed):
    """D1"""
    wanted = wishes(Random(seed), n + 1)
    drawn = Box(wanted, (0,) * (n + 1), (FREE,) * (n + 1))

    found = project(drawn, Groups((0, 0, *(1,) * (n - 1)), (0, 0), (60 * CENT, ONE)))

    assert found[0] + found[1] <= 60 * CENT
    assert sum(found) == ONE


@given(n=st.integers(2, 20), seed=seeds)
def test_one_group_of_all_is_no_group(n, seed):
    drawn = box(Random(seed), n)

    found = project(drawn, Groups((0,) * n, (0,), (FREE,)))

    assert found == projection.project(drawn.wanted, drawn.low, drawn.high)


@given(n=st.integers(2, 20), seed=seeds)
def test_a_group_of_one_asset_is_its_own_bounds(n, seed):
    """ST-02"""
    random = Random(seed)
    drawn, bounds = box(random, n), box(random, n)
    wide = Box(drawn.wanted, (0,) * n, (ONE,) * n)

    found = project(wide, Groups(tuple(range(n)), bounds.low, bounds.high))

    assert found == projection.project(drawn.wanted, bounds.low, bounds.high)


@pytest.mark.parametrize(
    "kept, fields",
    [
        (Groups((0, 0, 1), (0, 0), (0,)), {"count": 1, "expected": 2}),
        (Groups((0, 1), (0, 0), (ONE, ONE)), {"count": 2, "expected": 3}),
    ],
)
def test_groups_of_another_number_are_refused(kept, fields):
    with pytest.raises(BoundCount) as refused:
        project(free(50, 30, 20), kept)
    assert refused.value.fields == fields


def test_a_group_that_nobody_named_is_refused():
    with pytest.raises(GroupUnknown) as refused:
        project(free(50, 30, 20), Groups((0, 2, 5), (0, 0), (ONE, ONE)))
    assert refused.value.fields == {"index": 1, "group": 2, "count": 2}


@pytest.mark.parametrize(
    "kept, fields",
    [
        (((0, 1, 1), milli(0, 0), milli(1_000, 199)), (1, 200, 199)),
        (((0, 1, 1), milli(401, 0), milli(1_000, 1_000)), (0, 401, 400)),
        (((0, 0, 0), milli(0, 1), milli(1_000, 1_000)), (1, 1, 0)),
    ],
)
def test_groups_that_their_assets_cannot_keep_are_refused(kept, fields):
    """ST-04 Too low a cap, too high a floor, and a floor of a group without assets."""
    group, low, high = fields
    drawn = Box(milli(500, 300, 200), milli(100, 100, 100), milli(400, 400, 400))
    with pytest.raises(GroupInfeasible) as refused:
        project(drawn, Groups(*kept))
    assert refused.value.fields == {
        "group": group,
        "low": low * CENT // 10,
        "high": high * CENT // 10,
    }


@pytest.mark.parametrize(
    "low, high, sums",
    [((0, 0), (600, 399), (0, 999)), ((600, 401), (1_000, 1_000), (1_001, 2_000))],
)
def test_groups_that_no_weights_keep_are_refused(low, high, sums):
    with pytest.raises(BoundsInfeasible) as refused:
        project(free(40, 30, 20, 10), Groups((0, 0, 1, 1), milli(*low), milli(*high)))
    assert tuple(refused.value.fields.values()) == milli(*sums)


def holds(found: tuple[int, ...], kept: Groups) -> bool:
    rows = zip(kept.low, kept.sums(list(found)), kept.high, strict=True)
    return all(low <= it <= high for low, it, high in rows)
