"""The twin of contracts/observer/estimator/RealizedVarianceEstimator.sol: the last 32 returns."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.errors import NothingRemembered
from counterpoise.math.decay import YEAR, clip
from counterpoise.math.fixed_point import sdiv, sqrt
from counterpoise.observer.estimator.feed import FeedEstimator, Round

LENGTH = 32  # returns in the ring
STEP = 10**10  # D18{1}: a return is kept in 1e-8.
MOST_SPAN, MOST_ROUND = 2**32 - 1, 2**16 - 1


@dataclass(slots=True)
class Ring:
    """What is remembered of one asset; the chain keeps the sums beside the returns."""

    returns: deque[tuple[int, int]]  # {1e-8}, and {s} that it took
    log_price: int = 0  # D18{1}
    time: int = 0  # {s}, of the last round
    phase: int = 0
    round: int = 0  # its number, cut

    @property
    def squares(self) -> int:
        """{1e-16}"""
        return sum(change**2 for change, _ in self.returns)

    @property
    def span(self) -> int:
        """{s}, of all returns in the ring."""
        return sum(wait for _, wait in self.returns)


@dataclass(slots=True)
class RealizedVarianceEstimator(FeedEstimator):
    """How much each price has moved over its feed's last 32 returns, each as much as any other."""

    _ring: dict[str, Ring] = field(init=False)

    def __post_init__(self) -> None:
        FeedEstimator.__post_init__(self)
        self._ring = {it.asset: Ring(deque(maxlen=LENGTH)) for it in self.sources}

    def record_asset(self, asset: str, round_: Round, now: int) -> bool:
        """Takes in a round where it is new. Raises as `log_price_of`."""
        ring, number = self._ring_of(asset), round_.number & MOST_ROUND
        same = round_.phase == ring.phase
        if round_.updated_at <= ring.time or (same and number == ring.round):
            return False
        log_price = self.log_price_of(asset, round_, now)
        if same and ring.time > 0:
            change = sdiv(clip(log_price - ring.log_price), STEP)
            ring.returns.append((change, min(round_.updated_at - ring.time, MOST_SPAN)))
        ring.log_price, ring.time = log_price, round_.updated_at
        ring.phase, ring.round = round_.phase, number
        return True

    def variance_of(self, asset: str) -> int:
        """D18{1/year}, rounded down. Raises `NothingRemembered`."""
        return self._mean_of(asset, 10**2)

    def volatility_of(self, asset: str) -> int:
        """D18{1/sqrt(year)}, rounded down. Raises `NothingRemembered`."""
        return sqrt(self._mean_of(asset, 10**20))

    def volatilities_of(self, assets: Sequence[str]) -> list[int]:
        """D18{1/sqrt(year)}, rounded down; 0 for an asset that nobody watches, or of no return."""
        known = {it for it, ring in self._ring.items() if ring.span > 0}
        return [self.volatility_of(it) if it in known else 0 for it in assets]

    def updated_at(self, asset: str) -> int:
        """{s}, when the last round that counts was published; 0 where none has been."""
        return self._ring_of(asset).time

    def returns_of(self, asset: str) -> int:
        """How many returns are in the ring."""
        return len(self._ring_of(asset).returns)

    def _mean_of(self, asset: str, scale: int) -> int:
        ring = self._ring_of(asset)
        if ring.span == 0:
            raise NothingRemembered(asset)
        return ring.squares * scale * YEAR // ring.span

    def _ring_of(self, asset: str) -> Ring:
        self.source_of(asset)
        return self._ring[asset]
