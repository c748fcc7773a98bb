"""Walls and a window: what is nearest, and the way where they do not meet."""

import random

import pytest

from counterpoise.constraint.pace import PaceConstraint
from counterpoise.errors import BoundsCrossed, BoundsInfeasible, GroupInfeasible
from counterpoise.math.corridor import Walls, build, is_open, nearest
from counterpoise.math.group_projection import Groups
from counterpoise.math.nano import UNIT, rounded
from counterpoise.math.weights import is_whole
from tests.counterpoise.drawn import ONE
from tests.depth import examples

CASES = examples(300, 20_000)
PERCENT = ONE // 100


def plain(n, low=0, high=ONE):
    """The same walls for each asset, and one group of all, that bounds nothing."""
    return Walls((low,) * n, (high,) * n, Groups((0,) * n, (0,), (ONE,)))


def whole(*percents):
    return tuple(it * PERCENT for it in percents)


def test_between_walls_it_is_the_projection():
    """math V4.1"""
    walls = plain(3, 5 * PERCENT, 60 * PERCENT)
    assert nearest(walls, whole(70, 20, 30), whole(0, 0, 0), whole(100, 100, 100)) == whole(
        60, 15, 25
    )


def test_within_a_window_it_is_the_projection():
    """math V4.1: half a window of two percents around [.40, .35, .25]."""
    window = whole(38, 33, 23), whole(42, 37, 27)
    assert nearest(plain(3), whole(50, 30, 20), *window) == whole(42, 34, 24)


def test_a_group_has_its_cap():
    """math V4.2"""
    walls = Walls((0,) * 4, (ONE,) * 4, Groups((0, 0, 1, 1), (0, 0), (ONE // 2, ONE)))
    assert nearest(walls, whole(40, 40, 10, 10), (0,) * 4, (ONE,) * 4) == whole(25, 25, 25, 25)


def test_where_walls_and_window_do_not_meet_the_way_leads_to_the_walls():
    """ST-04, ST-06"""
    walls, last = plain(3, 15 * PERCENT, 50 * PERCENT), whole(80, 10, 10)
    ways = []
    for _ in range(4):
        window = [[it + way * 10 * PERCENT for it in last] for way in (-1, 1)]
        last = nearest(walls, whole(80, 10, 10), *window)
        ways.append(last)
    assert ways == [whole(70, 15, 15), whole(60, 20, 20), whole(50, 25, 25), whole(50, 25, 25)]


def test_walls_are_rounded_inwards():
    """math 0.6"""
    third = ONE // 3
    groups = Groups((0, 1), (1, 0), (ONE, 2 * ONE))
    built = build(Walls((third, 0), (2 * ONE, 2 * third), groups))
    assert built.low == (third // UNIT * UNIT + UNIT, 0)
    assert built.high == (ONE, 2 * third // UNIT * UNIT)
    assert built.groups == Groups((0, 1), (UNIT, 0), (ONE, ONE))


@pytest.mark.parametrize(
    "walls, refusal",
    [
        (plain(2, 0, 49 * PERCENT), BoundsInfeasible),
        (plain(2, 51 * PERCENT), GroupInfeasible),
        (Walls((0, 2), (ONE, 1), Groups((0, 0), (0,), (ONE,))), BoundsCrossed),
    ],
)
def test_walls_between_which_nothing_is_are_refused(walls, refusal):
    """ST-04"""
    with pytest.raises(refusal):
        build(walls)


def groups_of(source, n):
    """Every asset in one of up to four groups, each with a cap that the others leave possible."""
    count = source.randint(1, 4)
    caps = [ONE] if count == 1 else [source.randint(ONE // (count - 1), ONE) for _ in range(count)]
    members = [*range(min(count, n)), *(source.randrange(count) for _ in range(n - count))]
    return Groups(tuple(members[:n]), (0,) * count, tuple(caps))


def walls_of(source, n):
    """Walls between which there are weights, as some are drawn first and the walls around them."""
    while True:
        inside = drawn_of(source, n)
        low = tuple(source.randint(0, it) for it in inside)
        high = tuple(source.randint(it, ONE) for it in inside)
        try:
            return build(Walls(low, high, groups_of(source, n)))
        except (BoundsInfeasible, GroupInfeasible, BoundsCrossed):
            continue


def drawn_of(source, n):
    """Weights of n assets, of any size."""
    cuts = sorted(source.randrange(ONE + 1) for _ in range(n - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, ONE])]


def extreme(source, n):
    """What a strategy may propose: anything, or all of one asset."""
    if source.randrange(2):
        return drawn_of(source, n)
    at = source.randrange(n)
    return [ONE * (i == at) for i in range(n)]


def keeps(walls, weights):
    """Whether weights are between walls."""
    groups = walls.groups
    sums = [
        sum(it for it, group in zip(weights, groups.group_of) if group == k)
        for k in range(len(groups.low))
    ]
    within = zip(walls.low, weights, walls.high)
    return (
        is_whole(weights)
        and all(low <= it <= high for low, it, high in within)
        and all(low <= it <= high for low, it, high in zip(groups.low, sums, groups.high))
    )


def test_any_proposal_ends_between_the_walls():
    """D1, ST-02, ST-04 Extremes too, of 2 to 20 assets; and who is there stays there."""
    source = random.Random(4)
    for _ in range(CASES):
        n = source.randint(2, 20)
        walls, wish = walls_of(source, n), extreme(source, n)
        free = (0,) * n, (ONE,) * n
        weights = nearest(walls, wish, *free)
        assert keeps(walls, weights)
        assert nearest(walls, weights, *free) == weights


def test_any_sequence_stays_within_walls_and_pace():
    """D1, ST-06 From a first target on, whatever is proposed, as it is remembered."""
    source, moves = random.Random(5), 0
    for _ in range(CASES // 10):
        n = source.randint(2, 20)
        walls, pace, time = walls_of(source, n), PaceConstraint(10**16, 10**11), 1_000
        last = rounded(nearest(walls, extreme(source, n), *pace.window_of(n, time)))
        for _ in range(5):
            pace.last, pace.time = last, time
            time += source.choice([60, 3_600, 86_400])
            low, high = pace.window_of(n, time)
            weights = nearest(walls, extreme(source, n), low, high)
            assert keeps(walls, weights)
            assert all(a <= it <= b for a, it, b in zip(low, rounded(weights), high))
            moves += last != rounded(weights)
            last = rounded(weights)
    assert moves > CASES // 5


def test_from_anywhere_the_walls_are_reached():
    """ST-04 Each step comes nearer by a tenth, and no way is longer than the root of two."""
    source = random.Random(7)
    for _ in range(CASES // 10):
        n = source.randint(2, 20)
        walls, last, step = walls_of(source, n), rounded(extreme(source, n)), ONE // 10
        for _ in range(16):
            low = [max(it - step, 0) for it in last]
            high = [min(it + step, ONE) for it in last]
            last = rounded(nearest(walls, last, low, high))
        assert is_open(walls) and near(walls, last)


def near(walls, weights):
    """Between the walls, but for what rounding adds to a group."""
    n = len(weights)
    nearer = nearest(walls, weights, (0,) * n, (ONE,) * n)
    return all(abs(a - b) < n * UNIT for a, b in zip(weights, nearer))
