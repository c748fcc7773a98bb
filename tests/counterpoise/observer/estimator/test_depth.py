"""Depth: two means of a pool's liquidity, and how many samples it takes to bend them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from counterpoise.errors import NothingRemembered
from counterpoise.observer.estimator.depth import MOST, DepthEstimator

ONE, START = 10**18, 1_700_000_000
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def play(samples, spacing=5 * MINUTE, fast=HOUR, slow=DAY):
    """An estimator after samples {unit}, one each spacing."""
    estimator = DepthEstimator("pool", spacing, fast, slow)
    for k, seen in enumerate(samples):
        assert estimator.record(seen, START + k * spacing)
    return estimator


def test_a_pool_that_stays_is_as_deep_as_it_was():
    assert play([10**24] * 500).ratio == pytest.approx(ONE, abs=1_000)


def test_half_of_the_liquidity_leaves():
    """math V7.3's threshold of 0.5 is not passed; three quarters pass it within the fast mean."""
    full = [10**24] * 50
    half, quarter = play(full + [10**24 // 2] * 24), play(full + [10**24 // 4] * 24)
    assert half.ratio > ONE // 2 > quarter.ratio


@pytest.mark.parametrize("samples, crossed", [(8, False), (9, True)])
def test_no_few_samples_look_like_a_collapse(samples, crossed):
    """An hour of five-minute samples: it takes nine of nothing to fall below a half."""
    estimator = play([10**24] * 100 + [0] * samples)
    assert (estimator.ratio < ONE // 2) is crossed


@given(
    samples=st.lists(st.integers(1, 2**103), min_size=1, max_size=40),
    spacing=st.integers(MINUTE, HOUR),
)
def test_it_is_exact_arithmetic_but_for_a_unit_a_sample(samples, spacing):
    estimator = play(samples, spacing, 4 * spacing, 100 * spacing)
    with mp.workdps(60):
        fast = slow = mpf(samples[0])
        for seen in samples:
            fast += (seen - fast) * (1 - mp.exp(mpf(-1) / 4))
            slow += (seen - slow) * (1 - mp.exp(mpf(-1) / 100))
        off = len(samples) * (1 + max(samples) * mpf("2e-18"))
        assert abs(estimator.fast - fast) <= off and abs(estimator.slow - slow) <= off


def test_a_sample_beyond_its_domain_counts_as_its_end():
    assert play([2**128 - 1]).fast == MOST


def test_nothing_is_said_of_an_empty_pool():
    """The first sample of something starts it, as if it had always been so."""
    for samples in ([], [0, 0]):
        with pytest.raises(NothingRemembered):
            _ = play(samples).ratio
    assert play([0, 0, 10**24]).ratio == pytest.approx(ONE, abs=10)
