"""The twin of contracts/observer/estimator/TrendEstimator.sol: a trend of a feed's rounds."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.errors import NothingRemembered
from counterpoise.math.fixed_point import ONE, sdiv
from counterpoise.observer.estimator.feed import FeedEstimator, Round

MIN_TAU, MAX_TAU = 3_600, 365 * 86_400  # {s}
STEP = 10  # D18{1}: what is kept is kept in 1e-17.
HELD = 2**63  # {1e-17}, from here up nothing fits
IDS = 2**16  # of rounds: a number is cut to as many


@dataclass(frozen=True, slots=True)
class Past:
    """What is remembered of one asset: a word on chain."""

    log_price: int = 0  # {1e-17}
    near: int = 0  # {1e-17}, the mean that follows at once
    far: int = 0  # {1e-17}, the one that follows later
    time: int = 0  # {s}
    phase: int = 0
    round: int = 0


@dataclass(slots=True)
class TrendEstimator(FeedEstimator):
    """Two means of what the changes of an asset's logarithmic price have been."""

    _past: dict[str, Past] = field(init=False)

    def __post_init__(self) -> None:
        FeedEstimator.__post_init__(self)
        self._past = {source.asset: Past() for source in self.sources}

    def record_asset(self, asset: str, round_: Round, now: int) -> bool:
        """Takes in a round where it is new. Raises as `log_price_of`."""
        self.source_of(asset)
        past, number = self._past[asset], round_.number % IDS
        same = round_.phase == past.phase
        if round_.updated_at <= past.time or (same and number == past.round):
            return False
        log_price = sdiv(self.log_price_of(asset, round_, now), STEP)
        near, far = past.near, past.far
        if same and past.time > 0:
            change, wait = log_price - past.log_price, round_.updated_at - past.time
            near, far = map(_held, self._moved(near, far, change, wait))
        self._past[asset] = Past(log_price, near, far, round_.updated_at, round_.phase, number)
        return True

    def trends_of(self, assets: Sequence[str]) -> list[int]:
        """The trend of each, D18 in the estimator's unit. Raises `NothingRemembered`."""
        return [self.trend_of(asset) for asset in assets]

    def trend_of(self, asset: str) -> int:
        """One asset's. Raises `NothingRemembered` before its first round."""
        past = self._past.get(asset, Past())
        if past.time == 0:
            raise NothingRemembered(asset)
        return self._trend_of(past.near, past.far)

    def updated_at(self, asset: str) -> int:
        """{s}, when the last round that counts was published; 0 where none has been."""
        self.source_of(asset)
        return self._past[asset].time

    @abstractmethod
    def _moved(self, near: int, far: int, change: int, wait: int) -> tuple[int, int]:
        """What the means become when the price changes by so much in so many seconds."""

    @abstractmethod
    def _trend_of(self, near: int, far: int) -> int:
        """D18, in the unit of the estimator."""


def nearest(x: int, y: int) -> int:
    """A quotient to the nearest whole number, half away from 0."""
    return sdiv(x + y // 2 if x >= 0 else x - y // 2, y)


def faded(x: int, left: int) -> int:
    """What is left of a number, to the nearest; `left` D18{1}."""
    return nearest(x * left, ONE)


def _held(x: int) -> int:
    return max(-HELD, min(x, HELD - 1))
