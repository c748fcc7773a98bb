"""What the estimators remember of prices; each close is one round of each asset's feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.math.fixed_point import ONE
from counterpoise.observer.estimator.covariance import CovarianceEstimator
from counterpoise.observer.estimator.crossover import CrossoverEstimator
from counterpoise.observer.estimator.feed import Round, Source
from counterpoise.observer.estimator.variance import VarianceEstimator
from tools.strategies.setting import CASH, DAY, HOUR

VARIANCE_TAU, COVARIANCE_TAU = 14 * DAY, 30 * DAY  # {s}
SHORT_TAU, LONG_TAU = 7 * DAY, 28 * DAY  # {s}, of the trend
PRIOR = 64 * ONE // 100  # D18{1/year}, a volatility of 80 %
CASH_VOLATILITY = ONE // 100  # D18{1/sqrt(year)}: what does not move at all cannot be weighed.
GRAIN, PHASE = 10**10, 1 << 64  # A feed's answer has 8 decimals.

Words = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


@dataclass(slots=True)
class Memories:
    """Of the assets that are not cash; cash has no feed, and is the last asset."""

    assets: Sequence[str]
    variance: VarianceEstimator
    covariance: CovarianceEstimator
    trend: CrossoverEstimator

    @classmethod
    def of(cls, assets: Sequence[str]) -> Memories:
        """None has seen a price yet."""
        sources = [Source(asset, "feed", HOUR) for asset in assets]
        variance = VarianceEstimator(sources, [PRIOR] * len(assets), VARIANCE_TAU)
        covariance = CovarianceEstimator((*assets, CASH), HOUR, COVARIANCE_TAU)
        return cls(assets, variance, covariance, CrossoverEstimator(sources, SHORT_TAU, LONG_TAU))

    def record(self, closes: Sequence[int], time: int) -> Words:
        """Takes in prices D18{USD/tok}; volatilities, correlations and trends after that."""
        rounds = [Round(PHASE + time // HOUR, price // GRAIN, time) for price in closes]
        self.variance.record(rounds, time)
        self.trend.record(rounds, time)
        self.covariance.record((*closes, ONE), time)
        return self._volatilities(), self._correlations(), self._trends()

    def _volatilities(self) -> tuple[int, ...]:
        return (*self.variance.volatilities_of(self.assets), CASH_VOLATILITY)

    def _correlations(self) -> tuple[int, ...]:
        known = self.covariance
        return tuple(known.correlations_of(known.assets)) if known.is_warm else ()

    def _trends(self) -> tuple[int, ...]:
        return (*self.trend.trends_of(self.assets), 0)
