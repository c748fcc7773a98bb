"""SlopeEstimator: the design's recursion, exact arithmetic, straight lines and extreme steps."""

from fractions import Fraction
from math import exp, log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.errors import LimitOutOfRange, NothingRemembered
from counterpoise.math.decay import kept
from counterpoise.observer.estimator.slope import SlopeEstimator, blend
from tests.counterpoise.observer.estimator.trends import (
    CASES,
    DAY,
    ONE,
    SOURCES,
    WORST_EXP,
    WORST_LOG,
    YEAR,
    drawn,
    play,
)
from tests.counterpoise.real_prices import HOURLY, real
from tests.depth import examples

UNIT = 10**17  # what is kept is kept in 1e-17
lefts = st.integers(0, ONE)
numbers = st.integers(-88 * UNIT, 88 * UNIT)
waits, taus = st.integers(1, 2**34), st.integers(1, 365 * DAY)


def estimator(tau=7 * DAY):
    return SlopeEstimator(SOURCES, tau)


def slope(average, memory, price, left):
    """The design's beta' in a step, of its pb, a and p (math 3.8), and what it remembers."""
    average = left * average + (1 - left) * price
    memory = left * memory + (price - average) / (1 - left)
    return (1 - left) ** 3 / left * memory, average, memory


def test_the_designs_vector():
    """C5, V3.8: p 2,000 to 2,100 at lam 0.9 rises by 1 a step, s is 1/2010; p in place of ln p."""
    near, far = blend(0, 0, 100 * UNIT, 1, 1, 9 * ONE // 10)
    assert (near, far) == (10 * UNIT, UNIT)
    assert slope(Fraction(2_000), 0, 2_100, Fraction(9, 10))[0] == 1
    assert far * ONE // UNIT // 2_010 == 497512437810945


@pytest.mark.parametrize(
    "price, average, memory, told",
    [
        (2_100, 2_000, 5_000, "9.116759832334091e-6"),
        (60_000, 61_000, -20_000, "-7.430096282395311e-7"),
    ],
)
def test_the_designs_second_vector(price, average, memory, told):
    """C5, V3.8 Of the power channel, before the power: lam 0.95; the first price is the average."""
    left = Fraction(95, 100)
    far = (1 - left) ** 3 / left * memory
    _, far = blend(0, round(far * UNIT), (price - average) * UNIT, 1, 1, 95 * ONE // 100)
    exact, average, _ = slope(Fraction(average), memory, price, left)
    assert abs(Fraction(far, UNIT) - exact) <= Fraction(1, UNIT)
    power = 1.5
    s = float(exact / average)
    assert abs(s) ** power * (1 if s > 0 else -1) == pytest.approx(float(told), rel=1e-12)


def test_equal_steps_are_the_designs_recursion():
    """C5 On 2,000 drawn paths of five equal steps, within five half units."""
    random = Random(38)
    for _ in range(CASES):
        left = Fraction(random.randint(1, 999), 1_000)
        average = price = Fraction(random.randint(-40, 40))
        memory, near, far = Fraction(0), 0, 0
        for _ in range(5):
            change = random.randint(-UNIT, UNIT)
            price += Fraction(change, UNIT)
            exact, average, memory = slope(average, memory, price, left)
            near, far = blend(near, far, change, 60, 60, int(left * ONE))
        assert abs(far - exact * UNIT) <= Fraction(5, 2)


def test_it_is_within_its_error_of_exact_arithmetic():
    """docs/estimators.md, on 2,000 drawn paths of irregular steps, at every length of memory."""
    random = Random(381)
    for _ in range(examples(CASES)):
        tau = int(10 ** random.uniform(3.6, 7.49))
        path = drawn(random, 4)
        with mp.workdps(50):
            exact, off = told(path, tau)
            assert abs(play(estimator(tau), path)[-1] - exact) <= off


def told(path, tau):
    """The trend D18{1/year} in exact arithmetic, and how far from it the estimator may be."""
    near, far, near_off, far_off = (mpf(0),) * 4
    for (_, before), (wait, price) in zip(path, path[1:], strict=False):
        left, change = mp.exp(-mpf(wait) / tau), mp.log(mpf(price) / before) * UNIT
        pace = (1 - left) * tau / wait
        near_off = left * near_off + pace * WORST_LOG + mpf("0.5")
        near_off += WORST_EXP * (abs(near) + abs(change) * tau / wait)
        near = left * near + pace * change
        far_off = left * far_off + (1 - left) * near_off + mpf("0.5")
        far_off += WORST_EXP * (abs(far) + abs(near))
        far = left * far + (1 - left) * near
    scale = mpf(10) * YEAR / tau
    return far * scale, far_off * scale + 1


@given(steps=st.lists(st.integers(1, 3 * DAY), max_size=40), rate=st.integers(-9, 9))
def test_a_straight_line_has_its_own_slope_whatever_the_steps(steps, rate):
    """C5 To within a millionth of itself; (1-lam)^3 of a step times a memory of others has not."""
    with mp.workdps(40):
        time, path = 0, []
        for wait in [3 * DAY] * 15 + steps:
            time += wait
            path.append((wait, int(mp.exp(mpf(rate) * time / YEAR) * 10**30)))
    assert play(estimator(DAY), path)[-1] == pytest.approx(rate * ONE, rel=1e-6, abs=1e9)


def test_one_long_step_is_no_trend():
    """C5 A day among hours on a straight line: the design's form tells 468 times its slope."""
    average = memory = price = slope_ = 0.0
    for hours in [1] * 6_000 + [24]:
        price += hours
        slope_, average, memory = slope(average, memory, price, exp(-hours / 168))
    assert slope_ / 24 == pytest.approx(467.6, rel=1e-3)
    near, far, left = 168 * UNIT, 168 * UNIT, kept(24, 168)
    assert blend(near, far, 24 * UNIT, 24, 168, left) == (near, far)


@given(lefts, numbers, numbers, numbers, waits, taus)
def test_a_mean_stays_within_what_it_is_of(left, near, far, change, wait, tau):
    """ST-06 The near mean between itself and the new slope, the far one between itself and that."""
    pace = Fraction(change * tau, wait)
    new, last = blend(near, far, change, wait, tau, left)
    half = Fraction(1, 2)
    assert min(near, pace) - half <= new <= max(near, pace) + half
    assert min(far, new) <= last <= max(far, new)
    assert blend(-near, -far, -change, wait, tau, left) == (-new, -last)


@given(
    st.lists(
        st.tuples(st.integers(1, 400 * DAY), st.integers(1, 2**128 - 1)), min_size=1, max_size=30
    )
)
def test_no_walk_of_prices_leaves_the_word(path):
    """ST-06 From any price of the domain to any other, in a second: at most 88.8 in a tau."""
    it = estimator(3_600)
    most = 889 * ONE // 10 * YEAR // 3_600
    assert max(map(abs, play(it, path))) <= most


def test_ten_years_of_silence_leave_the_slope_of_ten_years():
    """ST-06 What was before is forgotten; a price a million times higher is 1.38 a year."""
    path = [(0, ONE), (3_600, 2 * ONE), (10 * YEAR, 2 * ONE * 10**6)]
    assert play(estimator(3_600), path)[-1] == pytest.approx(1.3815510558 * ONE, rel=1e-9)


def test_a_half_life_of_a_second_is_no_trend():
    """ST-06 Refused by name; the means themselves stand it."""
    with pytest.raises(LimitOutOfRange) as refused:
        estimator(1)
    assert refused.value.fields == {"limit_name": "tau", "limit": 1, "most": 3_600}
    assert blend(0, 0, 138 * UNIT // 10, 10 * YEAR, 1, 0) == (4375951294, 4375951294)


def test_a_wrong_round_costs_its_size_for_its_time():
    """C5 A million times too high for an hour of a memory of 168: x/168 (1-t) e^-t in a tau."""
    path = [(0, 2_000 * ONE), (3_600, 2_000 * 10**6 * ONE), (3_600, 2_000 * ONE)]
    *_, before, later = play(estimator(), path + [(3_600, 2_000 * ONE)] * 500)
    t = 500 / 168
    exact = log(10**6) / 168 * (1 - t) * exp(-t) * YEAR / (7 * DAY)
    assert later == pytest.approx(exact * ONE, rel=0.01) and before < later < 0


def test_a_price_that_stands_still_has_no_trend_and_a_trend_fades():
    """ST-03"""
    assert set(play(estimator(), [(3_600, ONE)] * 20)) == {0}
    said = play(estimator(DAY), [(0, ONE), (3_600, 2 * ONE)] + [(3_600, 2 * ONE)] * 800)
    peak = said.index(max(said))
    assert said[peak:] == sorted(said[peak:], reverse=True) and 0 <= said[-1] < 10**8


def test_before_its_first_round_nothing_is_known():
    it = estimator()
    for asset in ("coin", "another"):
        with pytest.raises(NothingRemembered) as refused:
            it.trends_of([asset])
        assert refused.value.fields == {"subject": asset}
    play(it, [(0, ONE)])
    assert it.trends_of(["coin", "coin"]) == [0, 0]


def test_on_real_prices_it_is_that_of_floats():
    """C5 Hour after hour, the last 3,000 of 2022."""
    prices = real(HOURLY, ("BTC",))
    closes = [close for (close,) in prices.closes[-3_000:]]
    said = play(estimator(), [(prices.step * (k > 0), it) for k, it in enumerate(closes)])
    left, near, far = exp(-prices.step / (7 * DAY)), 0.0, 0.0
    for before, close, got in zip(closes, closes[1:], said[1:], strict=False):
        near = left * near + (1 - left) * log(close / before) * YEAR / prices.step
        far = left * far + (1 - left) * near
        assert got == pytest.approx(far * ONE, rel=1e-9, abs=1e6)
