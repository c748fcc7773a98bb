"""The strategy that wants more of what rises more, and never leaves its bounds."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.errors import (
    BoundsInfeasible,
    KappasOpposed,
    LimitOutOfRange,
    TrendNotObserved,
    WeightCount,
    WeightSum,
)
from counterpoise.math.signals import signals_of
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.momentum import MomentumStrategy, powered
from counterpoise.types import Asset, MarketClass, State
from tests.counterpoise.drawn import targets
from tests.depth import examples, sharing

ONE = 10**18
CASES = 2_000  # of drawn signals against exact arithmetic
HALVES = (ONE // 2, ONE // 2)
RISE = (497512437810945, 0)  # V3.8: 1/2010
SLOPES = (436408977556109, -82034454470877, 0)  # V3.8: 0.875/2005 and -5/60950
SHORT_OVER_LONG = (25 * 10**15, -6611570247933884, 0)  # V3.8: 2050/2000 and 60100/60500, less one
# Base weights, trends, sensitivity, power; the weights, and by how many units the trends' own
# eighteen decimals (times the sensitivity) may move them.
VECTORS = [
    (HALVES, RISE, 200, 10, (549751243781094527, 450248756218905473), 100),
    (HALVES, RISE, -200, 10, (450248756218905473, 549751243781094527), 100),
    (
        (4 * ONE // 10, 4 * ONE // 10, 2 * ONE // 10),
        SLOPES,
        10_000,
        15,
        (463255097643025710, 364657403037289489, 172087499319684800),
        20_000,
    ),
    (
        (4 * ONE // 10, 4 * ONE // 10, 2 * ONE // 10),
        SHORT_OVER_LONG,
        2,
        10,
        (437741046831955923, 374517906336088154, 187741046831955923),
        2,
    ),
    (HALVES, (ONE // 10, 0), 1, 10, (55 * 10**16, 45 * 10**16), 0),
    (
        (3 * ONE // 10, 7 * ONE // 10),
        (-ONE // 10, 5 * 10**16),
        Fraction(1, 2),
        10,
        (262500000000000000, 737500000000000000),
        0,
    ),
]
ids = ["momentum", "anti-momentum", "power channel", "difference", "short above long", "vice versa"]


def state_of(trends, n=None):
    """A state of which nothing but the trends matters."""
    n = len(trends) if n is None else n
    assets = tuple(Asset(f"0x{i:040x}", 1, 0, ONE, 0) for i in range(n))
    return State(0, ONE, 0, assets, signals_of([MarketClass.NORMAL] * n, trends=trends))


def momentum(base, kappas, power=ONE, low=None, high=None):
    n = len(base)
    inner = FixedWeightStrategy(tuple(base))
    bounds = low or (0,) * n, high or (ONE,) * n
    return MomentumStrategy(inner, tuple(kappas), power, *map(tuple, bounds))


def wanted(base, trends, kappas, *more):
    return momentum(base, kappas, *more).target(state_of(trends))


@pytest.mark.parametrize("base, trends, kappa, power, weights, off", VECTORS, ids=ids)
def test_the_vectors_of_the_formula(base, trends, kappa, power, weights, off):
    """C5, V3.8"""
    kappas = [int(kappa * ONE)] * len(base)
    got = wanted(base, trends, kappas, power * ONE // 10)
    assert sum(got) == ONE
    assert max(abs(a - b) for a, b in zip(got, weights, strict=True)) <= off


def test_what_the_vectors_are_to_the_unit():
    """C5, V3.8: 200 times what is cut from 1/2010 is 54.8, and half of it moves each weight."""
    assert wanted(HALVES, RISE, [200 * ONE] * 2) == (549751243781094500, 450248756218905500)


check = sharing(40)


@st.composite
def cases(draw, sides=(1, -1)):
    """Base weights, bounds around them, sensitivities of one sign, and trends of any size."""
    n = draw(st.integers(2, 20))
    base, other = draw(targets(n)), draw(targets(n))
    side = draw(st.sampled_from(sides))
    sizes = st.one_of(st.integers(0, 5 * ONE), st.just(0), st.just(10**24))
    kappas = [side * it for it in draw(st.lists(sizes, min_size=n, max_size=n))]
    kappas[draw(st.integers(0, n - 1))] = side * ONE
    trends = draw(st.lists(st.integers(-ONE, ONE), min_size=n, max_size=n))
    wild = st.sampled_from([2**255 - 1, -(2**255), 10**24, 1, -1, 0])
    trends[draw(st.integers(0, n - 1))] = draw(st.one_of(st.integers(-ONE, ONE), wild))
    low = [min(a, b) * draw(st.integers(0, 10)) // 10 for a, b in zip(base, other, strict=True)]
    high = [max(a, b) for a, b in zip(base, other, strict=True)]
    return base, trends, kappas, draw(st.sampled_from([ONE, ONE, 3 * ONE // 2, 4 * ONE])), low, high


@check
@given(cases())
def test_the_weights_are_whole_and_within_their_bounds(case):
    """I-15, ST-02, ST-04 For 2 to 20 assets, any trends and any sensitivities of one sign."""
    _, _, _, _, low, high = case
    weights = wanted(*case)
    assert sum(weights) == ONE
    assert all(a <= w <= b for a, w, b in zip(low, weights, high, strict=True))


def test_it_is_within_its_error_of_exact_arithmetic():
    """docs/strategies.md, on 2,000 drawn signals: where no bound holds, within the stated error."""
    random = Random(38)
    for _ in range(examples(CASES)):
        n = random.choice([2, 2, 3, 3, 4, 5, 6, 8, 13, 20])
        kappas = [random.randint(1, 5 * ONE) for _ in range(n)]
        trends = [random.randint(-ONE // 20, ONE // 20) // n for _ in range(n)]
        power = random.choice([ONE, random.randint(ONE, 4 * ONE)])
        base = [ONE // n + (i < ONE % n) for i in range(n)]
        weights = wanted(base, trends, kappas, power, [0] * n, [ONE] * n)
        exact, off = unbounded(base, trends, kappas, power)
        if min(exact) > off:
            assert max(abs(a - b) for a, b in zip(weights, exact, strict=True)) <= off


def unbounded(base, trends, kappas, power):
    """What no bound holds, in exact arithmetic, and how far from it the weights may be."""
    with mp.workdps(30):
        q = mpf(power) / ONE
        sizes = [mp.sign(s) * (abs(mpf(s)) / ONE) ** q for s in trends]
        pushes = [kappa * it for kappa, it in zip(kappas, sizes, strict=True)]
        centre = mp.fsum(pushes) / sum(kappas)
        unit = 1 + 8 * max(mpf(abs(s)) for s in sizes)  # of a power: docs/strategies.md
        off = 2 * unit * max(kappas) / ONE + 4
        rows = zip(base, pushes, kappas, strict=True)
        return [w + push - kappa * centre for w, push, kappa in rows], off


@check
@given(case=cases((1,)), place=st.integers(0, 19), rise=st.integers(0, 10**19))
def test_a_rise_never_lowers_the_weight_of_what_rises(case, place, rise):
    """C5 Whatever the others' trends, the sensitivities, the power and the bounds."""
    base, trends, *more = case
    place %= len(base)
    higher = [s + rise * (i == place) for i, s in enumerate(trends)]
    if higher[place] >= 2**255:
        return
    before, after = wanted(base, trends, *more), wanted(base, higher, *more)
    assert after[place] >= before[place]


@check
@given(cases((1,)), st.integers(0, 19))
def test_one_rise_alone_never_wants_less_of_it_than_none(case, place):
    """C5 Against the base weights within the bounds, and a fall never more of it."""
    base, trends, *more = case
    place %= len(base)
    none = wanted(base, [0] * len(base), *more)[place]
    size = min(abs(trends[place]), 10**24)
    alone = [size * (i == place) for i in range(len(base))]
    assert wanted(base, [-it for it in alone], *more)[place] <= none
    assert wanted(base, alone, *more)[place] >= none


@check
@given(cases(), st.integers(-ONE, ONE))
def test_what_all_have_alike_moves_nothing(case, trend):
    """C5 The signal is centred; a power or a bound changes nothing about it."""
    base, trends, kappas, power, low, high = case
    kappas = [max(-ONE, min(it, ONE)) for it in kappas]  # Beyond, a push would be cut.
    same = wanted(base, [trend] * len(base), kappas, power, low, high)
    none = wanted(base, [0] * len(base), kappas, power, low, high)
    assert max(abs(a - b) for a, b in zip(same, none, strict=True)) <= len(base)


@check
@given(cases())
def test_anti_momentum_is_momentum_of_the_opposite(case):
    """C5"""
    base, trends, kappas, *more = case
    trends = [max(-(10**24), min(it, 10**24)) for it in trends]
    opposite = wanted(base, [-it for it in trends], [-it for it in kappas], *more)
    assert opposite == wanted(base, trends, kappas, *more)


def test_a_sensitivity_of_its_own_for_each():
    """C5: the centre is (1*0.3 + 3*0.1)/4 = 0.15, so the two are moved by 0.15 and -0.15."""
    got = wanted(HALVES, (3 * ONE // 10, ONE // 10), (ONE, 3 * ONE))
    assert got == (65 * ONE // 100, 35 * ONE // 100)


def test_without_a_sensitivity_no_trend_is_needed():
    """C5 The third asset has none, and keeps its weight."""
    base = (ONE // 4, ONE // 4, ONE // 2)
    strategy = momentum(base, (ONE, ONE, 0))
    state = state_of((ONE // 10, 0), 3)
    assert strategy.target(state) == (30 * ONE // 100, 20 * ONE // 100, ONE // 2)


def test_a_push_is_four_times_the_whole_at_most():
    """ST-06 Beyond, all is wanted; the others still stand to each other as before."""
    base, low = (ONE // 5, ONE // 5, 3 * ONE // 5), [0] * 3
    got = wanted(base, (10**24, 0, 0), (10**24,) * 3, ONE, low, [ONE // 2, ONE, ONE])
    assert got == (ONE // 2, ONE // 20, 9 * ONE // 20)


@pytest.mark.parametrize(
    "trend, power, told",
    [
        (ONE // 4, 2 * ONE, 62499999999999999),
        (-ONE // 4, 2 * ONE, -62499999999999999),
        (ONE // 100, 3 * ONE // 2, 999999999999999),
        (0, 2 * ONE, 0),
        (1, 2 * ONE, 0),
        (-1, 4 * ONE, 0),
        (123, ONE, 123),
        (2**255 - 1, ONE, 10**24),
        (-(2**255), ONE, -(10**24)),
    ],
)
def test_a_power_keeps_the_sign(trend, power, told):
    """C5 Within a unit and 8e-18 of itself; nothing has no power to take."""
    assert abs(powered(trend, power) - told) <= 2 * (power > ONE)
    assert powered(trend, power) * trend >= 0


class TestRefusals:
    @pytest.mark.parametrize("there", [0, 1])
    def test_a_trend_that_nobody_remembers_is_told_by_its_place(self, there):
        """K5"""
        with pytest.raises(TrendNotObserved) as refused:
            momentum(HALVES, (ONE, ONE)).target(state_of((ONE,) * there, 2))
        assert refused.value.fields == {"index": there}

    def test_a_state_of_another_size(self):
        strategy = momentum(HALVES, (ONE, ONE))
        with pytest.raises(WeightCount) as refused:
            strategy.target(state_of((0, 0, 0)))
        assert refused.value.fields == {"count": 2, "expected": 3}

    @pytest.mark.parametrize(
        "kappas, told",
        [((ONE, -ONE), (0, 0)), ((0, 0), (0, 0)), ((2 * ONE, -1), (-1, 2 * ONE - 1))],
    )
    def test_sensitivities_of_two_signs(self, kappas, told):
        with pytest.raises(KappasOpposed) as refused:
            momentum(HALVES, kappas)
        assert tuple(refused.value.fields.values()) == told

    @pytest.mark.parametrize(
        "kappa, power, told",
        [
            (10**24 + 1, ONE, ("kappa", 10**24 + 1, 10**24)),
            (-(10**24) - 1, ONE, ("kappa", 10**24 + 1, 10**24)),
            (ONE, ONE - 1, ("power", ONE - 1, ONE)),
            (ONE, 4 * ONE + 1, ("power", 4 * ONE + 1, 4 * ONE)),
        ],
    )
    def test_numbers_beyond_their_bounds(self, kappa, power, told):
        with pytest.raises(LimitOutOfRange) as refused:
            momentum(HALVES, (kappa, kappa), power)
        assert tuple(refused.value.fields.values()) == told

    def test_bounds_that_leave_no_weights(self):
        """ST-04"""
        with pytest.raises(BoundsInfeasible) as refused:
            momentum(HALVES, (ONE, ONE), ONE, (0, 0), (ONE // 2, ONE // 2 - 1))
        assert refused.value.fields == {"sum_low": 0, "sum_high": ONE - 1}

    def test_an_inner_strategy_whose_answer_is_no_weights(self):
        class Wrong:
            def target(self, _):
                return (ONE // 2, ONE // 2 - 1)

        strategy = MomentumStrategy(Wrong(), (ONE, ONE), ONE, (0, 0), (ONE, ONE))
        with pytest.raises(WeightSum) as refused:
            strategy.target(state_of((0, 0)))
        assert refused.value.fields == {"sum": ONE - 1}
