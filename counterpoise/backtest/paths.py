"""A seeded price path: correlated diffusions with Merton's jumps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.backtest.prices import ONE, Prices

YEAR = 365 * 86_400  # {s}
CENT = ONE // 100  # D18{USD}: closes are rounded to it.


@dataclass(frozen=True, slots=True)
class Coin:
    """How one price moves; per year where a time is meant."""

    name: str
    price: float  # {USD/tok} at the start
    drift: float  # of the expected price
    volatility: float  # of the diffusion alone
    jumps: float  # expected number
    jump_mean: float  # of a jump's logarithm
    jump_deviation: float

    def mean(self, years: float) -> float:
        """The expected logarithmic return over a time."""
        bend = np.exp(self.jump_mean + self.jump_deviation**2 / 2) - 1
        rate = self.drift - self.volatility**2 / 2 - self.jumps * bend
        return float((rate + self.jumps * self.jump_mean) * years)

    def variance(self, years: float) -> float:
        """The variance of the logarithmic return over a time."""
        jump = self.jump_mean**2 + self.jump_deviation**2
        return (self.volatility**2 + self.jumps * jump) * years


ETH = Coin("ETH", 2_000.0, 0.10, 0.85, 24.0, -0.02, 0.05)
BTC = Coin("BTC", 40_000.0, 0.10, 0.65, 24.0, -0.02, 0.04)
CORRELATION = 0.8  # of the two diffusions; their jumps come apart.


def jump_diffusion(
    coins: Sequence[Coin] = (ETH, BTC),
    *,
    seed: int,
    steps: int,
    step: int = 3600,
    start: int = 1_704_067_200,
    correlation: float = CORRELATION,
) -> Prices:
    """`steps` closes, `step` {s} apart, from `start` {s} on; the same seed gives the same path."""
    logs = _logarithms(coins, seed, steps - 1, step / YEAR, correlation)
    closes = tuple(
        tuple(_rounded(coin.price * float(np.exp(at))) for coin, at in zip(coins, row, strict=True))
        for row in logs
    )
    times = tuple(range(start, start + steps * step, step))
    return Prices(tuple(coin.name for coin in coins), times, closes)


def _logarithms(
    coins: Sequence[Coin], seed: int, moves: int, years: float, correlation: float
) -> NDArray[np.float64]:
    """ln of each price over its first: a row for the start and one after each move of {year}."""
    random, shape = np.random.default_rng(seed), (moves, len(coins))
    mixing = np.linalg.cholesky(_correlations(len(coins), correlation))
    normal = random.standard_normal(shape) @ mixing.T
    counts = random.poisson([coin.jumps * years for coin in coins], shape)
    jumps = random.standard_normal(shape)
    columns = zip(coins, normal.T, counts.T, jumps.T, strict=True)
    returns = np.column_stack([_returns(coin, years, *drawn) for coin, *drawn in columns])
    return np.vstack([np.zeros(len(coins)), np.cumsum(returns, axis=0)])


def _correlations(n: int, correlation: float) -> NDArray[np.float64]:
    return np.full((n, n), correlation) + (1 - correlation) * np.eye(n)


def _returns(
    coin: Coin,
    years: float,
    normal: NDArray[np.float64],
    counts: NDArray[np.int64],
    jumps: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Logarithmic returns; several jumps in one step add up to one normal of their number."""
    jump = counts * coin.jump_mean + np.sqrt(counts) * coin.jump_deviation * jumps
    drift = coin.mean(years) - coin.jumps * coin.jump_mean * years
    moved: NDArray[np.float64] = drift + coin.volatility * np.sqrt(years) * normal + jump
    return moved


def _rounded(price: float) -> int:
    """D18{USD/tok}, to the cent, never 0."""
    return max(round(price * 100), 1) * CENT
