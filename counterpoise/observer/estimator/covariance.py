"""The twin of contracts/observer/estimator/CovarianceEstimator.sol: how assets move together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from counterpoise.errors import (
    AssetCountOutOfRange,
    AssetNotObserved,
    IndexOutOfRange,
    NothingRemembered,
    PriceOutOfDomain,
    SamplesTooFew,
)
from counterpoise.math.bounds import require_between
from counterpoise.math.decay import YEAR, clip, kept
from counterpoise.math.exponential import ln_wad
from counterpoise.math.fixed_point import ONE, sdiv, sqrt

MIN_ASSETS, MAX_ASSETS = 2, 8
MAX_PRICE = 2**128 - 1  # D18{USD/tok} (math 0.4)
MIN_SPACING, MAX_SPACING = 3_600, 7 * 86_400  # {s}; closer, lagging prices look unrelated.
MAX_TAU = 365 * 86_400  # {s}
SAMPLES_PER_ASSET = 3  # Fewer make a matrix of noise (math 2.3).
MIN_RIDGE = 10**9  # D18{1/year}
LOG_STEP = 10**3  # D18{1}: a logarithm is kept in 1e-15, an entry in 1e-12.
ENTRY = 10**6  # D18{1/year}
SCALE = 10**36  # of a product of an entry and two D18


@dataclass(slots=True)
class CovarianceEstimator:
    """The mean products of returns between snapshots of all prices; older ones count less."""

    assets: Sequence[str]
    spacing: int  # {s} between two snapshots, at least
    tau: int  # {s}
    address: str = ""
    ridge: int = field(init=False)  # D18{1/year}
    time: int = 0  # {s}, of the last snapshot
    weight: int = 0  # D18{1}, of all returns together: it grows to 1
    squares: int = 0  # D18{1}, of the squares of each one's weight
    _logs: list[int] = field(init=False)  # {1e-15}
    _entries: list[int] = field(init=False)  # The lower triangle, row by row, in 1e-12

    def __post_init__(self) -> None:
        n = len(self.assets)
        if not MIN_ASSETS <= n <= MAX_ASSETS:
            raise AssetCountOutOfRange(n, MIN_ASSETS, MAX_ASSETS)
        require_between("spacing", self.spacing, MIN_SPACING, MAX_SPACING)
        require_between("tau", self.tau, SAMPLES_PER_ASSET * n * self.spacing, MAX_TAU)
        taken = ONE - kept(self.spacing, self.tau)
        self.ridge = max(MIN_RIDGE, -(-n * (ENTRY // 2) * ONE // taken))
        self._logs, self._entries = [0] * n, [0] * (n * (n + 1) // 2)

    def record(self, prices: Sequence[int], now: int) -> bool:
        """Takes in a snapshot of prices D18{USD/tok}. Raises `PriceOutOfDomain`."""
        if now < self.time + self.spacing:
            return False
        for asset, price in zip(self.assets, prices, strict=True):
            if not 0 < price <= MAX_PRICE:
                raise PriceOutOfDomain(asset, price, 1, MAX_PRICE)
        logs = [sdiv(ln_wad(price), LOG_STEP) for price in prices]
        pairs = zip(logs, self._logs, strict=True)
        changes = [sdiv(clip((log - last) * LOG_STEP), LOG_STEP) for log, last in pairs]
        if self.time > 0:
            self._blend(changes, now - self.time)
        self._logs, self.time = logs, now
        return True

    @property
    def samples(self) -> int:
        """D18{1}, how many returns of equal weight would tell as much."""
        return self.weight**2 // self.squares if self.squares else 0

    @property
    def needed(self) -> int:
        """D18{1}, three for each asset."""
        return SAMPLES_PER_ASSET * len(self.assets) * ONE

    @property
    def is_warm(self) -> bool:
        """Whether there are enough samples for a matrix."""
        return self.samples >= self.needed

    def covariance(self, i: int, j: int) -> int:
        """D18{1/year}, as if the returns seen so far were all there ever were.

        Raises `IndexOutOfRange` or `NothingRemembered`.
        """
        return self._mean_of(self._entry_of(i, j))

    def correlation(self, i: int, j: int) -> int:
        """D18{1}, within -1 and 1; 0 where one of two does not move."""
        self._require_some()
        both, product = self._entry_of(i, j), self._entry_of(i, i) * self._entry_of(j, j)
        if i == j:
            return ONE
        if product == 0:
            return 0
        return max(-ONE, min(sdiv(both * SCALE, sqrt(product * SCALE)), ONE))

    def correlations_of(self, assets: Sequence[str]) -> list[int]:
        """All D18{1} of the first assets, row by row above the diagonal.

        Raises `AssetNotObserved` or `NothingRemembered`.
        """
        for i, asset in enumerate(assets):
            if asset not in self.assets[i : i + 1]:
                raise AssetNotObserved(asset)
        self._require_some()
        span = range(len(assets))
        return [self.correlation(i, j) for i in span for j in span if i < j]

    def matrix(self) -> list[list[int]]:
        """All covariances D18{1/year}, a ridge on the diagonal. Raises `SamplesTooFew`."""
        if not self.is_warm:
            raise SamplesTooFew(self.samples, self.needed)
        span = range(len(self.assets))
        return [[self.covariance(i, j) + self.ridge * (i == j) for j in span] for i in span]

    def _blend(self, changes: Sequence[int], wait: int) -> None:
        left = kept(wait, self.tau)
        taken = ONE - left
        pace = taken * YEAR // wait
        self.weight = (left * self.weight + taken * ONE) // ONE
        self.squares = (left * left // ONE * self.squares + taken * taken) // ONE
        rows = zip(self._entries, self._products(changes), strict=True)
        self._entries = [_nearest(old * left * ONE + new * pace) for old, new in rows]

    def _products(self, changes: Sequence[int]) -> Iterator[int]:
        return (a * b for i, a in enumerate(changes) for b in changes[: i + 1])

    def _entry_of(self, i: int, j: int) -> int:
        for index in (i, j):
            if index >= len(self.assets):
                raise IndexOutOfRange(index, len(self.assets))
        row, column = max(i, j), min(i, j)
        return self._entries[row * (row + 1) // 2 + column]

    def _mean_of(self, entry: int) -> int:
        self._require_some()
        return sdiv(entry * ENTRY * ONE, self.weight)

    def _require_some(self) -> None:
        if self.weight == 0:
            raise NothingRemembered(self.address)


def _nearest(x: int) -> int:
    return sdiv(x + SCALE // 2 if x >= 0 else x - SCALE // 2, SCALE)
