"""The drawn path: the same seed, the same path; and moments as the model says."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.backtest.paths import BTC, CORRELATION, ETH, YEAR, Coin, jump_diffusion

STEPS = 50_001
HOUR = 3_600 / YEAR


@pytest.fixture(scope="module")
def returns():
    closes = np.array(jump_diffusion(seed=1, steps=STEPS).closes, dtype=float)
    return np.diff(np.log(closes), axis=0)


def test_the_same_seed_gives_the_same_path():
    first, again = (jump_diffusion(seed=7, steps=100) for _ in range(2))

    assert first == again
    assert jump_diffusion(seed=8, steps=100) != first


def test_a_path_starts_at_the_coins_prices_and_keeps_its_step():
    path = jump_diffusion(seed=7, steps=3, step=300, start=1_000)

    assert path.assets == ("ETH", "BTC")
    assert path.closes[0] == (2_000 * 10**18, 40_000 * 10**18)
    assert path.times == (1_000, 1_300, 1_600)


@pytest.mark.parametrize(("i", "coin"), [(0, ETH), (1, BTC)])
def test_mean_and_variance_are_the_models(returns, i, coin):
    series = returns[:, i]

    five_errors = 5 * (coin.variance(HOUR) / len(series)) ** 0.5
    assert abs(series.mean() - coin.mean(HOUR)) < five_errors
    assert series.var() == pytest.approx(coin.variance(HOUR), rel=0.08)


def test_diffusions_are_correlated_and_jumps_are_not():
    calm = [Coin(name, 1_000.0, 0.0, 0.8, 0.0, 0.0, 0.0) for name in ("ETH", "BTC")]
    closes = np.array(jump_diffusion(calm, seed=1, steps=STEPS).closes, dtype=float)

    diffusion = np.diff(np.log(closes), axis=0)

    assert np.corrcoef(diffusion.T)[0, 1] == pytest.approx(CORRELATION, abs=0.01)


def test_jumps_make_the_tails_fat(returns):
    series = returns[:, 0]

    kurtosis = ((series - series.mean()) ** 4).mean() / series.var() ** 2

    assert kurtosis > 6  # A normal one has 3.


def test_the_expected_price_grows_by_the_drift():
    jumpy = Coin("ETH", 1_000.0, 0.10, 0.0, 24.0, -0.02, 0.05)

    growth = np.exp(jumpy.mean(1.0))
    # Of the logarithm's mean, the jumps' convexity is missing: exp(sum of jumps) has the mean
    # exp(rate * (exp(m + s^2/2) - 1)).
    convexity = 24.0 * (np.exp(-0.02 + 0.05**2 / 2) - 1) + 24.0 * 0.02
    assert growth * np.exp(convexity) == pytest.approx(np.exp(0.10))
