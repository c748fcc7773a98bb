"""The twin of contracts/observer/estimator/SemiVarianceEstimator.sol: the variance of falls."""

from dataclasses import dataclass

from counterpoise.observer.estimator.variance import VarianceEstimator


@dataclass(slots=True)
class SemiVarianceEstimator(VarianceEstimator):
    """The part of the variance that comes from falling prices."""

    def _counted(self, change: int) -> int:
        return min(change, 0)
