"""The twin of contracts/observer/estimator/SlopeEstimator.sol: how fast a price has been rising."""

from dataclasses import dataclass

from counterpoise.math.bounds import require_between
from counterpoise.math.decay import YEAR, kept
from counterpoise.math.fixed_point import ONE, sdiv
from counterpoise.observer.estimator.trend import MAX_TAU, MIN_TAU, STEP, TrendEstimator, nearest


@dataclass(slots=True)
class SlopeEstimator(TrendEstimator):
    """The mean of the mean of a logarithmic price's slope; what is older counts less."""

    tau: int  # {s}

    def __post_init__(self) -> None:
        TrendEstimator.__post_init__(self)
        require_between("tau", self.tau, MIN_TAU, MAX_TAU)

    def _moved(self, near: int, far: int, change: int, wait: int) -> tuple[int, int]:
        return blend(near, far, change, wait, self.tau, kept(wait, self.tau))

    def _trend_of(self, near: int, far: int) -> int:
        return sdiv(far * STEP * YEAR, self.tau)


def blend(near: int, far: int, change: int, wait: int, tau: int, left: int) -> tuple[int, int]:
    """Both means, of the change in a time tau {s}, after one more change in `wait` {s} (math 3.8).

    `left`: D18{1}, what is left of them.
    """
    taken = ONE - left
    near = nearest(left * near * wait + taken * change * tau, ONE * wait)
    return near, nearest(left * far + taken * near, ONE)
