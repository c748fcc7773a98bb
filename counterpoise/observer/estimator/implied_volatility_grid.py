"""The twin of contracts/observer/estimator/ImpliedVolatilityGrid.sol: what options expect."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.errors import (
    AxisUnusable,
    GridExpired,
    LifeOutOfRange,
    PostTooSoon,
    TenorZero,
    VolatilitiesMissing,
    VolatilityOutOfBounds,
)
from counterpoise.math.bounds import require_between, require_some
from counterpoise.math.fixed_point import ONE, sqrt

MAX_POINTS = 8  # on each axis
MAX_VOLATILITY = 10 * ONE  # D18{1/sqrt(year)} (math 0.4)
MAX_MONEYNESS = 100 * ONE  # D18{1}
MAX_TENOR = 3_650 * 86_400  # {s}
MAX_LIFE = 7 * 86_400  # {s}


@dataclass(frozen=True, slots=True)
class GridLimits:
    """What a post may be."""

    least: int  # D18{1/sqrt(year)}
    most: int  # D18{1/sqrt(year)}
    step: int  # D18{1}: of a volatility that is still valid, up or down in one post
    spacing: int  # {s} between two posts, at least
    life: int  # {s} that a post is valid, at most

    def __post_init__(self) -> None:
        require_between("most", self.most, self.least, MAX_VOLATILITY)
        require_some("least", self.least, MAX_VOLATILITY)
        require_some("step", self.step, ONE)
        require_some("spacing", self.spacing, MAX_LIFE)
        require_between("life", self.life, self.spacing, MAX_LIFE)


@dataclass(slots=True)
class ImpliedVolatilityGrid:
    """What the option market expects one asset's volatility to be, by strike and time to expiry."""

    asset: str
    moneyness: Sequence[int]  # D18{1}, strikes as parts of the price, rising
    tenors: Sequence[int]  # {s} to expiry, rising
    limits: GridLimits
    time: int = 0  # {s}, of the last post
    valid_until: int = 0  # {s}
    volatilities: tuple[int, ...] = ()  # D18{1/sqrt(year)}, all strikes of each tenor

    def __post_init__(self) -> None:
        _require_axis("moneyness", self.moneyness, MAX_MONEYNESS)
        _require_axis("tenors", self.tenors, MAX_TENOR)

    def post(self, volatilities: Sequence[int], valid_until: int, now: int) -> None:
        """A keeper's. Raises what is wrong with it."""
        ready_at = self.time + self.limits.spacing
        if now < ready_at:
            raise PostTooSoon(self.asset, now, ready_at)
        earliest, latest = now + 1, now + self.limits.life
        if not earliest <= valid_until <= latest:
            raise LifeOutOfRange(self.asset, valid_until, earliest, latest)
        expected = len(self.moneyness) * len(self.tenors)
        if len(volatilities) != expected:
            raise VolatilitiesMissing(len(volatilities), expected)
        for index, volatility in enumerate(volatilities):
            least, most = self._bounds(index, now)
            if not least <= volatility <= most:
                raise VolatilityOutOfBounds(self.asset, index, volatility, least, most)
        self.volatilities, self.time, self.valid_until = tuple(volatilities), now, valid_until

    def volatility_at(self, moneyness: int, tenor: int, now: int) -> int:
        """D18{1/sqrt(year)}, rounded up. Raises `TenorZero` or `GridExpired`."""
        if tenor == 0:
            raise TenorZero(self.asset)
        if now >= self.valid_until:
            raise GridExpired(self.asset, self.valid_until, now)
        low, high = _around(self.tenors, tenor)
        near = self._along(low, moneyness)
        if low == high:
            return near
        first, second = self.tenors[low], self.tenors[high]
        start, end = near**2 * first, self._along(high, moneyness) ** 2 * second
        total = (start * (second - tenor) + end * (tenor - first)) // (second - first)
        square = -(-total // tenor)
        root = sqrt(square)
        return root + (root * root < square)

    def _bounds(self, index: int, now: int) -> tuple[int, int]:
        limits = self.limits
        if now >= self.valid_until:
            return limits.least, limits.most
        former = self.volatilities[index]
        low, high = -(-former * (ONE - limits.step) // ONE), former * (ONE + limits.step) // ONE
        return max(limits.least, low), min(limits.most, high)

    def _along(self, row: int, moneyness: int) -> int:
        low, high = _around(self.moneyness, moneyness)
        start = row * len(self.moneyness)
        if low == high:
            return self.volatilities[start + low]
        above, below = self.moneyness[high] - moneyness, moneyness - self.moneyness[low]
        sides = self.volatilities[start + low] * above + self.volatilities[start + high] * below
        return -(-sides // (above + below))


def _around(axis: Sequence[int], number: int) -> tuple[int, int]:
    """The points on either side; the same one twice on it, or beyond the edge."""
    high = next((i for i, point in enumerate(axis) if point >= number), len(axis) - 1)
    return (high - 1 if high > 0 and axis[high] > number else high), high


def _require_axis(name: str, axis: Sequence[int], end: int) -> None:
    require_some(name, len(axis), MAX_POINTS)
    last = 0
    for index, point in enumerate(axis):
        if not last < point <= end:
            raise AxisUnusable(name, index, point)
        last = point
