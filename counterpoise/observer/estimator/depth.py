"""The twin of contracts/observer/estimator/DepthEstimator.sol: is a pool as deep as it was."""

from dataclasses import dataclass, field

from counterpoise.errors import NothingRemembered
from counterpoise.math.bounds import require_between
from counterpoise.math.decay import kept
from counterpoise.math.fixed_point import ONE

MIN_SPACING, MAX_SPACING = 60, 86_400  # {s}
LEAST_SAMPLES = 4  # in a fast mean: no sample is more than 22 % of it
LEAST_CONTRAST = 4  # of the slow mean's length to the fast one's
MAX_TAU = 365 * 86_400  # {s}
MOST = 2**104 - 1  # {unit}


@dataclass(slots=True)
class DepthEstimator:
    """A fast and a slow mean of a pool's liquidity, each sample as much as any other."""

    pool: str
    spacing: int  # {s} between two samples, at least
    fast_tau: int  # {s}, if samples come as often as they may
    slow_tau: int  # {s}
    time: int = 0  # {s}, of the last sample
    fast: int = 0  # {unit}, geometric mean of both sides
    slow: int = 0  # {unit}
    _parts: tuple[int, int] = field(init=False)  # D18{1}, what a sample is of each mean

    def __post_init__(self) -> None:
        longest = MAX_TAU // LEAST_CONTRAST
        require_between("spacing", self.spacing, MIN_SPACING, MAX_SPACING)
        require_between("fastTau", self.fast_tau, LEAST_SAMPLES * self.spacing, longest)
        require_between("slowTau", self.slow_tau, LEAST_CONTRAST * self.fast_tau, MAX_TAU)
        fast, slow = (ONE - kept(self.spacing, it) for it in (self.fast_tau, self.slow_tau))
        self._parts = fast, slow

    def record(self, seen: int | None, now: int) -> bool:
        """Takes in a liquidity {unit}; None where the pool cannot be asked now."""
        if now < self.time + self.spacing or seen is None:
            return False
        seen = min(seen, MOST)
        if self.slow == 0:
            self.fast = self.slow = seen
        fast, slow = self._parts
        self.fast = (self.fast * (ONE - fast) + seen * fast) // ONE
        self.slow = (self.slow * (ONE - slow) + seen * slow) // ONE
        self.time = now
        return True

    @property
    def ratio(self) -> int:
        """The fast mean over the slow one, D18{1}, rounded down. Raises `NothingRemembered`."""
        if self.slow == 0:
            raise NothingRemembered(self.pool)
        return self.fast * ONE // self.slow
