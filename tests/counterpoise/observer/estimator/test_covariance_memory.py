"""Covariance: the design's vector, numpy's numbers, and no negative eigenvalue."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.errors import NothingRemembered, SamplesTooFew
from counterpoise.math.decay import YEAR
from counterpoise.observer.estimator.covariance import CovarianceEstimator
from tests.counterpoise.real_prices import FIVE, HOURLY, real
from tests.depth import examples

ONE, HOUR, DAY, START = 10**18, 3_600, 86_400, 1_700_000_000
TAU = 7 * DAY
DUST = mpf("1e-30")  # D18, what 60 digits leave of an eigenvalue of nothing


def play(rows, step=HOUR, tau=TAU, spacing=HOUR):
    """An estimator after rows of prices D18, one every so many seconds."""
    estimator = CovarianceEstimator([f"coin{i}" for i in range(len(rows[0]))], spacing, tau)
    for k, prices in enumerate(rows):
        assert estimator.record(prices, START + k * step)
    return estimator


def least_eigenvalue(matrix):
    """D18, of a matrix of integers: with 60 digits, as double precision tells no such sign."""
    with mp.workdps(60):
        return min(mp.eigsy(mp.matrix(matrix), eigvals_only=True))


def test_the_designs_vector():
    """math V2.4: three assets, two hours; the entries to the unit."""
    rows = [
        [2_000 * ONE, 100 * ONE, 1_000 * ONE],
        [2_006 * ONE, 101 * ONE, 1_017 * ONE],
        [2_006 * ONE, 100_495 * ONE // 1_000, 100_683 * ONE // 100],
    ]
    estimator = play(rows)
    entries = [463723482, 1540373305, 6422962316, 2609586909, 11287430587, 19936621403]
    assert estimator._entries == entries
    assert estimator.correlation(0, 1) == pytest.approx(0.8925421868952373 * ONE, rel=1e-9)


def exponential(rows, step, tau):
    """numpy's covariance of the logarithms' returns, the weights normalised."""
    returns = np.diff(np.log(np.array(rows, dtype=float)), axis=0)
    weights = np.exp(-step / tau * np.arange(len(returns))[::-1])
    return (returns.T * weights) @ returns / weights.sum() * YEAR / step


@pytest.mark.parametrize(
    ("file", "assets"), [(HOURLY, ("BTC", "ETH")), (FIVE, ("BTC", "ETH", "LINK", "SOL", "UNI"))]
)
@pytest.mark.parametrize("hours", [30, 400])
def test_on_real_prices_it_is_numpys(file, assets, hours):
    """B6: half of a percent is asked, and a millionth is kept; from the start on."""
    rows = real(file, assets).closes[-hours:]
    estimator, exact = play(rows), exponential(rows, HOUR, TAU)
    for i, row in enumerate(exact):
        for j, number in enumerate(row):
            assert estimator.covariance(i, j) == pytest.approx(number * ONE, rel=1e-6, abs=1e10)


def exact_entries(rows):
    """The lower triangle by mpmath, not divided by what has been seen, and the largest return."""
    n, left = len(rows[0]), mp.exp(mpf(-HOUR) / TAU)
    entries, most = [mpf(0)] * (n * (n + 1) // 2), mpf(0)
    for before, after in zip(rows, rows[1:]):
        moved = [mp.log(mpf(b) / a) for a, b in zip(before, after)]
        products = [a * b for i, a in enumerate(moved) for b in moved[: i + 1]]
        pace = (1 - left) * YEAR / HOUR
        entries = [left * old + pace * new for old, new in zip(entries, products)]
        most = max(most, *map(abs, moved))
    return entries, most


def require_within_its_error(rows):
    """math 2.3: 5e-13/(1 - lambda) an entry; and 1e-15 that a return's logarithms are cut by."""
    with mp.workdps(50):
        exact, most = exact_entries(rows)
        off = mpf("5e-13") / (1 - mp.exp(mpf(-HOUR) / TAU)) + most * mpf("2.1e-15") * YEAR / HOUR
        for entry, number in zip(play(rows)._entries, exact):
            assert abs(entry * mpf("1e-12") - number) <= off


@pytest.mark.parametrize(
    ("file", "assets"), [(HOURLY, ("BTC", "ETH")), (FIVE, ("BTC", "ETH", "LINK", "SOL", "UNI"))]
)
def test_on_real_prices_it_is_within_its_error(file, assets):
    require_within_its_error(real(file, assets).closes[-300:])


returns = st.integers(-(10**17), 10**17)


@settings(max_examples=examples(20))
@given(changes=st.lists(st.tuples(returns, returns, returns), min_size=1, max_size=30))
def test_on_any_walk_it_is_within_its_error(changes):
    rows = [[2_000 * ONE, ONE, 10**6 * ONE]]
    for row in changes:
        rows.append([p * (ONE + c) // ONE for p, c in zip(rows[-1], row)])
    require_within_its_error(rows)


@settings(max_examples=examples(60))
@given(data=st.data(), n=st.integers(2, 8), step=st.sampled_from([HOUR, 5 * HOUR, 3 * DAY]))
def test_the_matrix_has_no_negative_eigenvalue(data, n, step):
    """B6: also where assets move as one, hardly, or not at all, and where they are many."""
    tied = data.draw(st.integers(0, n - 1))
    rows, prices = [[2_000 * ONE] * n], [2_000 * ONE] * n
    for _ in range(3 * n + 3):
        changes = data.draw(st.lists(returns, min_size=n, max_size=n))
        changes[tied] = changes[0]
        prices = [
            max(p * (ONE + c // 10 ** (i % 4 * 4)) // ONE, 1)
            for i, (p, c) in enumerate(zip(prices, changes))
        ]
        rows.append(prices)
    estimator = play(rows, step, tau=90 * DAY)
    if not estimator.is_warm:
        return
    matrix = estimator.matrix()
    assert [*map(list, zip(*matrix))] == matrix
    assert least_eigenvalue(matrix) >= -DUST
    for i, j in combinations(range(n), 2):
        assert abs(estimator.correlation(i, j)) <= ONE


def test_rounding_needs_the_ridge():
    """Three assets that move as one but for their prices' last digits: else one is below zero."""
    rng, price, rows = np.random.default_rng(7), 10**9, []
    for _ in range(60):
        rows.append([price, price * 3 // 7, price * 7 // 11])
        price = price * (ONE + int(rng.integers(-(10**15), 10**15))) // ONE
    estimator = play(rows)
    matrix, ridge = estimator.matrix(), estimator.ridge
    bare = [[it - ridge * (i == j) for j, it in enumerate(row)] for i, row in enumerate(matrix)]
    assert least_eigenvalue(bare) < -DUST < DUST < least_eigenvalue(matrix)


def test_it_is_warm_after_three_samples_an_asset():
    """math 2.3: of equal weight, so a few more."""
    rows = [[(2_000 + k % 2) * ONE, (100 + k % 3) * ONE] for k in range(8)]
    assert not play(rows[:6]).is_warm
    with pytest.raises(SamplesTooFew):
        play(rows[:6]).matrix()
    assert play(rows).is_warm and play(rows).matrix()


def test_samples_grow_to_twice_the_memory():
    """math 2.3: 2 tau / dt, 336 for a week of hours."""
    rows = [[(2_000 + k % 2) * ONE, ONE] for k in range(2_000)]
    assert play(rows).samples == pytest.approx(2 * TAU / HOUR * ONE, rel=1e-3)


def test_what_does_not_move_is_related_to_nothing():
    rows = [[(2_000 + k % 2) * ONE, ONE] for k in range(9)]
    assert (play(rows).covariance(0, 1), play(rows).correlation(0, 1)) == (0, 0)
    assert play(rows).correlation(1, 1) == ONE


def test_nothing_is_said_before_the_first_return():
    with pytest.raises(NothingRemembered):
        play([[ONE, ONE]]).covariance(0, 1)
