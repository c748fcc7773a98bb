"""CrossoverEstimator: two means of a logarithmic price against exact arithmetic, and extremes."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.errors import LimitOutOfRange, NothingRemembered
from counterpoise.observer.estimator.crossover import CrossoverEstimator
from counterpoise.observer.estimator.trend import faded
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
from tests.depth import examples

UNIT = 10**17  # what is kept is kept in 1e-17
paths = st.lists(
    st.tuples(st.integers(1, 400 * DAY), st.integers(1, 2**128 - 1)), min_size=1, max_size=30
)


def estimator(short=7 * DAY, long=30 * DAY):
    return CrossoverEstimator(SOURCES, short, long)


def test_it_is_within_its_error_of_exact_arithmetic():
    """docs/estimators.md, on 2,000 drawn paths of irregular steps, at every length of memory."""
    random = Random(382)
    for _ in range(examples(CASES)):
        short = int(10 ** random.uniform(3.6, 7.19))
        taus = short, random.randint(2 * short, 365 * DAY)
        path = drawn(random, 4)
        with mp.workdps(50):
            (near, near_off), (far, far_off) = (mean(path, tau) for tau in taus)
            said = play(estimator(*taus), path)[-1]
            assert abs(said - (near - far)) <= near_off + far_off


def mean(path, tau):
    """A mean of the logarithms D18{1} in exact arithmetic, and how far off a kept one may be."""
    with mp.workdps(50):
        logs = [(wait, mp.log(mpf(price)) * ONE) for wait, price in path]
        exact, off = logs[0][1], mpf(0)
        for wait, log in logs[1:]:
            left = mp.exp(-mpf(wait) / tau)
            off = left * (off + 10 * WORST_LOG) + 5 + WORST_EXP * abs(log - exact)
            exact = left * exact + (1 - left) * log
        return exact, off


def test_a_steady_rise_is_the_difference_of_the_lags():
    """C5 A tenth of a percent an hour lags by 0.001 lam/(1-lam) each: 168 hours and 720."""
    price, path = 10**20, []
    for _ in range(12_000):
        path.append((3_600, price))
        price = price * 1001 // 1000 if price < 10**37 else price
    with mp.workdps(30):
        lags = [mp.log(mpf("1.001")) / mp.expm1(mpf(1) / hours) for hours in (168, 720)]
    assert play(estimator(), path)[-1] == pytest.approx(int((lags[1] - lags[0]) * ONE), rel=1e-6)


@given(paths)
def test_each_mean_stays_within_the_prices_that_it_is_of(path):
    """ST-06 Whatever the prices of the domain and the steps between them."""
    with mp.workdps(30):
        logs = [mp.log(mpf(price) / ONE) * ONE for _, price in path]
    said = play(estimator(3_600, 7_200), path)
    assert max(map(abs, said)) <= max(logs) - min(logs) + 40


@given(distance=st.integers(-178 * UNIT, 178 * UNIT), left=st.integers(0, ONE))
def test_a_mean_never_passes_the_price(distance, left):
    """ST-06 It moves to the new price, at most to it, and alike on both sides."""
    rest = faded(distance, left)
    assert min(distance, 0) <= rest <= max(distance, 0)
    assert faded(-distance, left) == -rest


def test_a_rise_is_above_zero_and_a_fall_below():
    rise, fall = [(0, ONE), (3_600, 2 * ONE)], [(0, 2 * ONE), (3_600, ONE)]
    assert play(estimator(), rise)[-1] == -play(estimator(), fall)[-1] > 0


def test_ten_years_of_silence_bring_both_means_to_the_price():
    """ST-06"""
    path = [(0, ONE), (3_600, 2 * ONE), (10 * YEAR, 2 * ONE * 10**6)]
    assert play(estimator(), path)[-1] == 0


def test_a_price_that_stands_still_has_no_trend():
    """ST-03"""
    assert set(play(estimator(), [(3_600, ONE)] * 20)) == {0}


@pytest.mark.parametrize(
    "taus, refused",
    [
        ((1, 7_200), ("shortTau", 1, 3_600)),
        ((3_599, 7_200), ("shortTau", 3_599, 3_600)),
        ((365 * DAY // 2 + 1, 365 * DAY), ("shortTau", 365 * DAY // 2 + 1, 365 * DAY // 2)),
        ((3_600, 7_199), ("longTau", 7_199, 7_200)),
        ((3_600, 365 * DAY + 1), ("longTau", 365 * DAY + 1, 365 * DAY)),
    ],
)
def test_means_have_lengths_that_can_be_told_apart(taus, refused):
    with pytest.raises(LimitOutOfRange) as said:
        estimator(*taus)
    assert tuple(said.value.fields.values()) == refused


def test_before_its_first_round_nothing_is_known():
    with pytest.raises(NothingRemembered) as refused:
        estimator().trends_of(["coin"])
    assert refused.value.fields == {"subject": "coin"}
