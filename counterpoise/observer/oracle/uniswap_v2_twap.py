"""The twin of contracts/observer/oracle/UniswapV2TwapOracle.sol."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterpoise.errors import MaxAgeOutOfRange, PoolEmpty, TwapTooOld, TwapTooYoung
from counterpoise.math.twap import WORD, mean_price
from counterpoise.observer.oracle.pool import MAX_WINDOW, Price, TwapOracle

MAX_AGE = 2 * MAX_WINDOW  # {s}
CLOCK = 2**32  # {s}, where times wrap


@dataclass(frozen=True, slots=True)
class Pair:
    """What a pair says at a time."""

    base: int  # {unit}, reserve
    quote: int  # {unit}, reserve
    cumulative: int  # X112 * {s}: the sum of base's price, when somebody traded last
    traded: int  # {s}, that time, which wraps
    time: int  # {s}, now

    @property
    def now(self) -> Checkpoint:
        """The accumulator as it would be if somebody traded now. The reserves are not empty."""
        elapsed = (self.time - self.traded) % CLOCK
        added = (self.quote << 112) // self.base * elapsed
        return Checkpoint((self.cumulative + added) % WORD, self.time % CLOCK)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """An accumulator X112 * {s} at a time {s}; both wrap."""

    cumulative: int
    time: int

    def age(self, time: int) -> int:
        """{s}, at a time {s}."""
        return (time - self.time) % CLOCK


@dataclass(slots=True)
class UniswapV2TwapOracle(TwapOracle[Pair]):
    """Quotes by the arithmetic mean of base's price, from one of two checkpoints until now."""

    max_age: int  # {s}
    checkpoints: list[Checkpoint] = field(default_factory=list)  # the later one last

    def __post_init__(self) -> None:
        TwapOracle.__post_init__(self)
        if not 2 * self.window <= self.max_age <= MAX_AGE:
            raise MaxAgeOutOfRange(self.max_age, 2 * self.window, MAX_AGE)

    def start(self, seen: Pair) -> None:
        """As at its construction. Raises `PoolEmpty`."""
        self.checkpoints = [self._now(seen)] * 2

    def record(self, seen: Pair) -> bool:
        """Puts a checkpoint in the place of the earlier one. Raises `PoolEmpty`.

        Whether it was; sooner than a window after the later one, nothing happens.
        """
        if self.checkpoints[1].age(seen.time) < self.window:
            return False
        self.checkpoints = [self.checkpoints[1], self._now(seen)]
        return True

    def mean(self, seen: Pair) -> int:
        """X112, base's mean price. Raises `TwapTooYoung`, `TwapTooOld` or `PoolEmpty`."""
        earlier, later = self.checkpoints
        start = later if later.age(seen.time) >= self.window else earlier
        age = start.age(seen.time)
        if age < self.window:
            raise TwapTooYoung(self.pool, age, self.window)
        if age > self.max_age:
            raise TwapTooOld(self.pool, age, self.max_age)
        return mean_price(start.cumulative, self._now(seen).cumulative, age)

    def price(self, seen: Pair) -> Price:
        """Raises as `mean`."""
        return Price(self.mean(seen), 1 << 112)

    def _now(self, seen: Pair) -> Checkpoint:
        if seen.base == 0 or seen.quote == 0:
            raise PoolEmpty(self.pool)
        return seen.now
