"""The twin of contracts/observer/estimator/CrossoverEstimator.sol: a short mean above a long."""

from dataclasses import dataclass

from counterpoise.math.bounds import require_between
from counterpoise.math.decay import kept
from counterpoise.observer.estimator.trend import MAX_TAU, MIN_TAU, STEP, TrendEstimator, faded

LEAST_CONTRAST = 2  # of the long mean's length to the short one's


@dataclass(slots=True)
class CrossoverEstimator(TrendEstimator):
    """How far a short mean of a logarithmic price is above a long one, D18{1}."""

    short_tau: int  # {s}
    long_tau: int  # {s}

    def __post_init__(self) -> None:
        TrendEstimator.__post_init__(self)
        require_between("shortTau", self.short_tau, MIN_TAU, MAX_TAU // LEAST_CONTRAST)
        require_between("longTau", self.long_tau, LEAST_CONTRAST * self.short_tau, MAX_TAU)

    def _moved(self, near: int, far: int, change: int, wait: int) -> tuple[int, int]:
        short, long = kept(wait, self.short_tau), kept(wait, self.long_tau)
        return faded(near + change, short), faded(far + change, long)

    def _trend_of(self, near: int, far: int) -> int:
        return (far - near) * STEP
