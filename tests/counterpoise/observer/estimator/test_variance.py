"""Variance and semi-variance: against exact arithmetic, on vectors, drawn walks and real prices."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.observer.estimator.feed import Round, Source
from counterpoise.observer.estimator.semi_variance import SemiVarianceEstimator
from counterpoise.observer.estimator.variance import MAX_VARIANCE, VarianceEstimator
from tests.counterpoise.real_prices import FIVE, HOURLY, real

ONE = 10**18
DAY, YEAR = 86_400, 365 * 86_400
TAU = 7 * DAY
START = 1_700_000_000
PATH = ((0, 2_000), (3_600, 2_050), (600, 1_980), (86_400, 1_985))  # math V2.1


def estimator(kind=VarianceEstimator, prior=0, tau=TAU):
    return kind([Source("coin", "feed", 2 * DAY, 18)], [prior], tau)


def play(estimator, path):
    """What is said after each round of a path of waits {s} and prices D18."""
    time, said = START, []
    for number, (wait, price) in enumerate(path, 1):
        time += wait
        assert estimator.record_asset("coin", Round(number, price, time, 18), time)
        said.append(estimator.variance_of("coin"))
    return said


def whole(path):
    return [(wait, price * ONE) for wait, price in path]


def test_variance_on_the_designs_path():
    """math V2.1, to the unit of the prototype: 42 units of 0.0946 from the exact value."""
    said = play(estimator(), whole(PATH))
    assert said == [0, 31698375652718461, 94575941611315438, 82294863808986770]


def test_semi_variance_on_the_designs_path():
    """math V2.2: the two rises count nothing."""
    _, *said = play(estimator(SemiVarianceEstimator), whole(PATH))
    exact = (0, 62908997166384976, 54534419338985936)
    assert [abs(a - b) <= 45 for a, b in zip(said, exact)] == [True] * 3


@pytest.mark.parametrize("prior", [0, ONE // 4, 4 * ONE])
def test_falls_and_rises_make_the_whole(prior):
    """Where every second return is a fall, both halves together are the variance."""
    path = [(3_600, (2_000 + 40 * (k % 2)) * ONE) for k in range(200)]
    half, all_of_it = estimator(SemiVarianceEstimator), estimator()
    assert play(half, path)[-1] * 2 == pytest.approx(play(all_of_it, path)[-1], rel=0.01)


walks = st.lists(
    st.tuples(st.integers(1, 3 * DAY), st.integers(-(10**17), 10**17)), min_size=1, max_size=25
)


def priced(walk):
    """A path from 2,000 dollars on, by the returns of a walk."""
    price, path = 2_000 * ONE, [(0, 2_000 * ONE)]
    for wait, change in walk:
        price = price * (ONE + change) // ONE
        path.append((wait, price))
    return path


@example(kind=VarianceEstimator, walk=[(123_909, 0)], prior=2_233_785_415_175_766_475, tau=DAY)
@given(
    kind=st.sampled_from([VarianceEstimator, SemiVarianceEstimator]),
    walk=walks,
    prior=st.integers(0, 4 * ONE),
    tau=st.integers(DAY, 90 * DAY),
)
def test_it_is_within_its_error_of_exact_arithmetic(kind, walk, prior, tau):
    """math 2.1: a new part within 1e-18/(1-lambda) + 4.4e-18/|r|; lambda of the old to a unit."""
    path = priced(walk)
    said = play(estimator(kind, prior, tau), path)[-1]
    with mp.workdps(50):
        exact, off, before = mpf(prior), mpf(0), path[0][1]
        for wait, price in path[1:]:
            change, left = mp.log(mpf(price) / before), mp.exp(-mpf(wait) / tau)
            change = min(change, 0) if kind is SemiVarianceEstimator else change
            new = (1 - left) * change**2 * ONE * YEAR / wait
            part = mpf("1e-18") / (1 - left) + (mpf("4.4e-18") / abs(change) if change else 0)
            off = left * off + new * part + exact * mpf("1e-18") + 2
            exact = left * exact + new
            off += (
                (1 - left) * mpf("1.2e-36") * ONE * YEAR / wait
            )  # the square of the logs' own error
            before = price
        assert abs(said - exact) <= off
        assert not exact or abs(said / exact - 1) < mpf("1e-3") or exact < 10**6  # B4


@pytest.mark.parametrize(
    ("file", "assets"), [(HOURLY, ("BTC", "ETH")), (FIVE, ("BTC", "ETH", "LINK", "SOL", "UNI"))]
)
def test_on_real_prices_it_is_numpys(file, assets):
    """B4: within a tenth of a percent, hour after hour; the last 3,000 rows of each file."""
    prices = real(file, assets)
    for column, _ in enumerate(assets):
        closes = [row[column] for row in prices.closes[-3_000:]]
        said = play(estimator(), [(prices.step * (k > 0), it) for k, it in enumerate(closes)])
        returns = np.diff(np.log(np.array(closes, dtype=float)))
        left, exact = np.exp(-prices.step / TAU), 0.0
        for change, got in zip(returns, said[1:]):
            exact = left * exact + (1 - left) * change**2 * YEAR / prices.step
            assert got == pytest.approx(exact * ONE, rel=1e-3)


def test_a_stretch_without_rounds_is_one_long_return():
    """However irregular the steps, equal returns of equal length make the same variance."""
    fine = play(estimator(prior=ONE), [(3_600, (2_000 + k % 2) * ONE) for k in range(48)])
    assert 0 < fine[-1] < ONE
    assert play(estimator(prior=ONE), [(0, 2_000 * ONE), (30 * DAY, 2_000 * ONE)])[-1] < ONE // 70


def test_nothing_moves_it_beyond_its_bound():
    """A price that leaps up and down by a factor of a million, once a second."""
    path = [(1, 10 ** (18 + 6 * (k % 2))) for k in range(200)]
    it = estimator(tau=3_600)
    assert max(play(it, path)) == MAX_VARIANCE == it.variance_of("coin")
    assert it.volatility_of("coin") == 10 * ONE


def test_one_wrong_round_costs_at_most_two_half_returns():
    """By a factor of a million, there and back an hour later: cut to 0.5 each."""
    said = play(estimator(), [(0, 10**18), (3_600, 10**24), (3_600, 10**18)])
    assert said[-1] == pytest.approx(2 * 0.25 * ONE * YEAR / TAU, rel=0.01)
