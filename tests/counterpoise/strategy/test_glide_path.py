"""The three ways from one vector of weights to another, against fifty digits."""

from math import log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.errors import LimitOutOfRange, WeightCount, WeightSum, WeightZero
from counterpoise.strategy.arc_glide import ArcGlideStrategy
from counterpoise.strategy.geometric_glide import GeometricGlideStrategy
from counterpoise.strategy.linear_glide import LinearGlideStrategy
from counterpoise.types import Asset, State
from tests.depth import examples

ONE = 10**18
WAYS = [LinearGlideStrategy, GeometricGlideStrategy, ArcGlideStrategy]
LAST_SECOND = 2**40 - 1
# Weights in hundredths at the start and at the end, {s} that passed, {s} of all, and the weights.
VECTORS = [  # V3.2
    (LinearGlideStrategy, (80, 20), (20, 80), 100_000, 259_200, (568_518_518_518_518_519,)),
    (LinearGlideStrategy, (10, 90), (90, 10), 86_399, 86_400, (899_990_740_740_740_740,)),
    (
        *(GeometricGlideStrategy, (80, 20), (20, 80), 1, 4),
        (666_666_666_666_666_667, 333_333_333_333_333_333),
    ),
    (
        *(GeometricGlideStrategy, (50, 30, 20), (20, 30, 50), 1, 2),
        (339_134_419_983_705_226, 321_731_160_032_589_548, 339_134_419_983_705_226),
    ),
    (
        *(GeometricGlideStrategy, (90, 9, 1), (10, 45, 45), 3, 4),
        (267_340_454_767_221_753, 464_487_539_352_427_398, 268_172_005_880_350_849),
    ),
    (
        *(ArcGlideStrategy, (80, 20), (20, 80), 1, 4),
        (662_162_162_162_162_162, 337_837_837_837_837_838),
    ),
    (
        *(ArcGlideStrategy, (50, 30, 20), (20, 30, 50), 1, 2),
        (344_757_100_472_947_876, 310_485_799_054_104_248, 344_757_100_472_947_876),
    ),
    (
        *(ArcGlideStrategy, (90, 9, 1), (10, 45, 45), 3, 4),
        (268_456_997_558_109_486, 398_768_761_528_140_089, 332_774_240_913_750_425),
    ),
]
# D18{1}, the most that a weight may be off; what is lost in ten steps of the last vectors.
BOUNDS = {LinearGlideStrategy: 1, GeometricGlideStrategy: 1.6, ArcGlideStrategy: 1}
LOSSES = [
    (LinearGlideStrategy, 0.20945),
    (GeometricGlideStrategy, 0.20206),
    (ArcGlideStrategy, 0.19034),
]


def hundredths(weights):
    return tuple(it * ONE // 100 for it in weights)


def state_at(time, n):
    """A state of n assets at a time {s}; nothing else matters."""
    assets = tuple(Asset(f"0x{i:040x}", 1, 0, ONE, 0) for i in range(n))
    return State(time, ONE, 0, assets)


def drawn(random, n):
    """Weights of any spread, none of them 0: alike, of all orders of magnitude, or one for all."""
    parts = random.choice(
        [
            [random.randint(1, 1_000) for _ in range(n)],
            [int(10 ** (18 * random.random())) for _ in range(n)],
            [random.choice([1, 2, ONE // 10]) for _ in range(n - 1)] + [ONE],
        ]
    )
    weights = [max(it * ONE // sum(parts), 1) for it in parts]
    weights[weights.index(max(weights))] += ONE - sum(weights)
    return tuple(weights)


def journey(random):
    """Two vectors, and {s} done of the whole {s}: a few, any, or as many as there are."""
    n = random.randint(2, 20)
    whole = random.choice([random.randint(2, 9), random.randint(2, 10**9), LAST_SECOND])
    return drawn(random, n), drawn(random, n), random.randint(1, whole - 1), whole


def exact(way, first, last, done, whole):
    """The way in real numbers, D18{1}; an integer on the straight one is exactly that."""
    pairs, part = list(zip(first, last, strict=True)), mpf(done) / whole
    if way is LinearGlideStrategy:
        return [mpf(a * (whole - done) + b * done) / whole for a, b in pairs]
    if way is GeometricGlideStrategy:
        parts = [mp.exp((1 - part) * mp.log(a) + part * mp.log(b)) for a, b in pairs]
    else:
        parts = [((1 - part) * mp.sqrt(a) + part * mp.sqrt(b)) ** 2 for a, b in pairs]
    return [it * ONE / sum(parts) for it in parts]


@pytest.mark.parametrize("way, first, last, done, whole, weights", VECTORS)
def test_the_vectors_of_the_formulas(way, first, last, done, whole, weights):
    """C1, V3.2"""
    strategy = way(hundredths(first), hundredths(last), 1_000, 1_000 + whole)
    told = strategy.target(state_at(1_000 + done, len(first)))
    assert told[: len(weights)] == weights


def test_a_straight_way_is_rounded_once():
    """V3.2 With two floors the first would be a unit less."""
    third = ONE // 3
    strategy = LinearGlideStrategy((third, ONE - third), (ONE - third - 1, third + 1), 0, 7)
    assert strategy.between(1, 7) == (380_952_380_952_380_952, 619_047_619_047_619_048)


@pytest.mark.parametrize("way", WAYS)
def test_each_weight_is_within_its_error_of_the_exact_one(way):
    """ST-02 For 2 to 20 assets at every index, and their sum is exact."""
    random = Random(32)
    with mp.workdps(50):
        for _ in range(examples(2_000, 100_000)):
            first, last, done, whole = journey(random)
            weights = way(first, last, 0, whole).between(done, whole)
            rows = zip(weights, exact(way, first, last, done, whole), strict=True)
            assert max(abs(told - real) for told, real in rows) <= BOUNDS[way]
            assert sum(weights) == ONE and min(weights) >= 0


@pytest.mark.parametrize("way, loss", LOSSES)
def test_whose_weights_are_arbitraged_loses_least_on_the_arc(way, loss):
    """math 3.2 The sum of KL(new||old) over ten steps."""
    strategy = way(hundredths((90, 9, 1)), hundredths((10, 45, 45)), 0, 10)
    path = [strategy.target(state_at(time, 3)) for time in range(11)]
    steps = (zip(new, old, strict=True) for old, new in zip(path, path[1:]))
    assert round(sum(a / ONE * log(a / b) for step in steps for a, b in step), 5) == loss


@pytest.mark.parametrize("way", WAYS)
def test_until_the_start_it_wants_the_first_and_from_the_end_on_the_last(way):
    first, last = hundredths((80, 20)), hundredths((25, 75))
    strategy = way(first, last, 100, 200)
    assert [strategy.target(state_at(it, 2)) for it in (0, 99, 100)] == [first] * 3
    assert [strategy.target(state_at(it, 2)) for it in (200, 201, 2**256 - 1)] == [last] * 3
    assert strategy.target(state_at(101, 2)) not in (first, last)


@pytest.mark.parametrize("way", WAYS)
@given(seed=st.integers(0, 2**64))
def test_a_way_that_changes_nothing_succeeds(way, seed):
    """ST-03 The straight one to the unit."""
    first, _, done, whole = journey(Random(seed))
    told = way(first, first, 0, whole).between(done, whole)
    off = max(abs(a - b) for a, b in zip(told, first, strict=True))
    assert off <= (0 if way is LinearGlideStrategy else BOUNDS[way])


@given(seed=st.integers(0, 2**64))
def test_a_straight_way_never_turns_back(seed):
    """ST-03 A second more takes no growing weight down by more than the unit of rounding."""
    first, last, done, whole = journey(Random(seed))
    strategy = LinearGlideStrategy(first, last, 0, whole)
    now, then = (strategy.target(state_at(it, len(first))) for it in (done, done + 1))
    for a, b, before, after in zip(first, last, now, then, strict=True):
        assert min(a, b) <= before <= max(a, b)
        assert (after - before) * (1 if b > a else -1) >= -1


def test_a_weight_may_be_nothing_unless_its_logarithm_is_asked():
    nothing, half = (0, ONE), (ONE // 2, ONE // 2)
    assert LinearGlideStrategy(nothing, half, 0, 2).between(1, 2) == (ONE // 4, ONE - ONE // 4)
    assert sum(ArcGlideStrategy(nothing, half, 0, 2).between(1, 2)) == ONE
    for ends in [(nothing, half), (half, nothing)]:
        with pytest.raises(WeightZero) as refused:
            GeometricGlideStrategy(*ends, 0, 2)
        assert refused.value.fields == {"index": 0}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "start, end, fields",
    [
        (5, 5, ("end", 5, 6)),
        (5, 4, ("end", 4, 6)),
        (5, LAST_SECOND + 1, ("end", LAST_SECOND + 1, LAST_SECOND)),
        (LAST_SECOND + 1, LAST_SECOND + 2, ("start", LAST_SECOND + 1, LAST_SECOND)),
    ],
)
def test_times_that_are_none_are_refused_by_name(way, start, end, fields):
    with pytest.raises(LimitOutOfRange) as refused:
        way(hundredths((50, 50)), hundredths((20, 80)), start, end)
    assert tuple(refused.value.fields.values()) == fields


@pytest.mark.parametrize("way", WAYS)
def test_what_are_no_weights_is_refused(way):
    """ST-01"""
    with pytest.raises(WeightSum) as wrong:
        way((ONE, 1), (ONE, 0), 0, 1)
    assert wrong.value.fields == {"sum": ONE + 1}
    with pytest.raises(WeightCount) as other:
        way((ONE - 1, 1), (ONE - 2, 1, 1), 0, 1)
    assert other.value.fields == {"count": 3, "expected": 2}
    with pytest.raises(WeightCount) as unlike:
        way((ONE - 1, 1), (ONE - 1, 1), 0, 1).target(state_at(0, 3))
    assert unlike.value.fields == {"count": 2, "expected": 3}
