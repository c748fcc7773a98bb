"""How fast a target may move."""

import random

import pytest

from counterpoise.constraint.pace import PaceConstraint
from counterpoise.errors import LimitOutOfRange, TargetTooFast, WeightCount, WeightSum
from counterpoise.math.nano import UNIT
from counterpoise.types import Asset, State
from tests.counterpoise.constraint.moves import HALVES, PERCENT
from tests.counterpoise.drawn import ADDRESSES, ONE
from tests.counterpoise.math.test_nano import drawn
from tests.depth import examples

CASES = examples(100, 5_000)
DAY = 86_400
SLOW = 10 * PERCENT, PERCENT // 3_600  # a step of ten percent; one percent an hour, rounded down


def started():
    """A constraint that has seen halves at 1000 s."""
    constraint = PaceConstraint(*SLOW)
    check(constraint, HALVES, 1_000)
    return constraint


def seen(n, time):
    """A state of n assets."""
    return State(time, ONE, n, tuple(Asset(it, 1, 1, ONE, 1) for it in ADDRESSES[:n]))


def check(constraint, target, time):
    start = seen(len(target), time)
    constraint.check(start, target, start)


def test_the_first_target_is_free():
    assert PaceConstraint(*SLOW).window_of(2, 5) == ((0, 0), (ONE, ONE))
    assert started().last_of(2) == (HALVES, 1_000)


def test_a_weight_moves_as_far_as_its_time_allows():
    """ST-06 An hour is a percent, rounded down to a whole nano."""
    step = 9_999_999 * UNIT
    low, high = started().window_of(2, 4_600)
    assert (low, high) == ((ONE // 2 - step,) * 2, (ONE // 2 + step,) * 2)
    check(started(), (high[0], low[0]), 4_600)
    with pytest.raises(TargetTooFast) as refused:
        check(started(), (high[0] + UNIT, low[0] - UNIT), 4_600)
    assert refused.value.fields == {
        "asset": ADDRESSES[0],
        "wanted": high[0] + UNIT,
        "low": low[0],
        "high": high[0],
    }


def test_what_falls_too_fast_is_refused_as_what_rises():
    low, high = started().window_of(2, 4_600)
    wanted = (low[0] - UNIT, high[0] + UNIT)
    with pytest.raises(TargetTooFast) as refused:
        check(started(), wanted, 4_600)
    assert refused.value.wanted == wanted[0]


def test_what_waits_is_not_saved_beyond_the_step():
    """ST-06 Ten years make no more of a step than a day."""
    low, high = started().window_of(2, 1_000 + 3_650 * DAY)
    assert (low, high) == ((40 * PERCENT,) * 2, (60 * PERCENT,) * 2)


def test_no_weight_leaves_what_a_weight_can_be():
    constraint = PaceConstraint(ONE, ONE)
    check(constraint, (ONE, 0), 1_000)
    assert constraint.window_of(2, 1_001) == ((0, 0), (ONE, ONE))


@pytest.mark.parametrize("time", [0, 999, 1_000])
def test_no_time_is_no_way(time):
    """An older state has no window beyond the last target, which passes always."""
    assert started().window_of(2, time) == (HALVES, HALVES)
    check(started(), HALVES, time)


def test_the_same_target_passes_though_no_nano_is_a_third():
    """ST-03 A target is judged as it is remembered."""
    thirds = (333333333333333333, 333333333333333333, 333333333333333334)
    constraint = PaceConstraint(*SLOW)
    check(constraint, thirds, 1_000)
    check(constraint, thirds, 1_000)
    with pytest.raises(TargetTooFast):
        check(constraint, (thirds[0] - UNIT, thirds[1] + UNIT, thirds[2]), 1_000)


def test_judging_remembers_nothing():
    constraint = started()
    start = seen(2, 1_001)
    constraint.judge(start, (ONE // 2 + UNIT, ONE // 2 - UNIT), start)
    assert constraint.last_of(2) == (HALVES, 1_000)


def test_what_is_refused_is_not_remembered():
    constraint = started()
    with pytest.raises(TargetTooFast):
        check(constraint, (ONE, 0), 1_001)
    assert constraint.last_of(2) == (HALVES, 1_000)


def test_what_are_no_weights_is_refused():
    """ST-01 Whoever asks, without a vault before it."""
    start = seen(2, 1_000)
    for target, refusal in (((ONE,), WeightCount), ((ONE, 1), WeightSum)):
        with pytest.raises(refusal):
            PaceConstraint(*SLOW).check(start, target, start)


@pytest.mark.parametrize(
    "limits, numbers",
    [
        ((UNIT - 1, UNIT), ["maxStep", UNIT - 1, UNIT]),
        ((ONE + 1, UNIT), ["maxStep", ONE + 1, ONE]),
        ((ONE, UNIT - 1), ["pace", UNIT - 1, UNIT]),
        ((ONE, ONE + 1), ["pace", ONE + 1, ONE]),
    ],
)
def test_limits_have_bounds(limits, numbers):
    """J1 Below a nano what is remembered would never move."""
    with pytest.raises(LimitOutOfRange) as refused:
        PaceConstraint(*limits)
    assert list(refused.value.fields.values()) == numbers


def test_no_sequence_of_targets_is_faster_than_the_pace():
    """ST-06 Whatever is proposed, however often: from any good target to any later one."""
    source, moves = random.Random(6), 0
    for _ in range(CASES):
        pace, step = 10 ** source.randint(9, 14), 10 ** source.randint(9, 18)
        good = list(walk(source, PaceConstraint(step, pace)))
        moves += len({weights for _, weights in good}) - 1
        for i, (then, last) in enumerate(good):
            for k, (now, weights) in enumerate(good[i:]):
                way = max(abs(a - b) for a, b in zip(last, weights))
                assert way <= min(pace * (now - then), step * k)
    assert moves > 3 * CASES


def walk(source, constraint):
    """The good targets of twenty proposals: some other one, or a corner of what is allowed."""
    now, first = 1_000, drawn(source)
    for _ in range(20):
        now += source.choice([0, 1, 12, 3_600, 10 * 365 * DAY])
        wish = corner(source, *constraint.window_of(len(first), now))
        wish = wish if source.randrange(4) else source.sample(first, len(first))
        try:
            check(constraint, wish, now)
        except TargetTooFast:
            continue
        yield now, constraint.last_of(len(first))[0]


def corner(source, low, high):
    """Weights each as large as may be in a random order, while there is something left."""
    left, weights = ONE - sum(low), list(low)
    for i in source.sample(range(len(low)), len(low)):
        given = min(left, high[i] - low[i])
        weights[i], left = weights[i] + given, left - given
    return weights
