"""The twins of contracts/observer/oracle/PoolOracle.sol and TwapOracle.sol."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar

from counterpoise.errors import DeviationOutOfRange, NotPriced, WindowOutOfRange
from counterpoise.math.fixed_point import ONE, full_mul_div, full_mul_div_up, times

MAX_DEVIATION = ONE // 10  # D18{1}; the dearest pools keep 1 % of a trade.
MIN_WINDOW = 30 * 60  # {s}
MAX_WINDOW = 86_400  # {s}

Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Price:
    """So many {unit} of quote for so many of base."""

    over: int
    under: int

    @property
    def inverse(self) -> Price:
        return Price(self.under, self.over)


@dataclass(slots=True)
class PoolOracle(ABC, Generic[Seen]):
    """Quotes a pair of tokens both ways by one pool, at what was seen of it."""

    pool: str
    base: str
    quote: str
    deviation: int  # D18{1}: how far the market may be from what the pool says

    def __post_init__(self) -> None:
        if self.deviation > MAX_DEVIATION:
            raise DeviationOutOfRange(self.deviation, MAX_DEVIATION)

    def get_quote(self, amount: int, base: str, quote: str, seen: Seen) -> int:
        """What an amount {unit} is worth, rounded down. Raises `NotPriced`, and as `price`."""
        forward = self._is_forward(base, quote)
        price = self.price(seen)
        price = price if forward else price.inverse
        return full_mul_div(amount, price.over, price.under)

    def get_quotes(self, amount: int, base: str, quote: str, seen: Seen) -> tuple[int, int]:
        """The same from both sides, rounded apart. Raises `NotPriced`, and as `sides`."""
        forward = self._is_forward(base, quote)
        low, high = self.sides(seen)
        less, more = ONE - self.deviation, ONE + self.deviation
        if forward:
            bid = full_mul_div(times(amount, less), low.over, low.under) // ONE
            ask = -(-full_mul_div_up(times(amount, more), high.over, high.under) // ONE)
        else:
            bid = full_mul_div(times(amount, ONE), high.under, high.over) // more
            ask = -(-full_mul_div_up(times(amount, ONE), low.under, low.over) // less)
        return bid, ask

    @abstractmethod
    def price(self, seen: Seen) -> Price:
        """The price that the pool tells."""

    def sides(self, seen: Seen) -> tuple[Price, Price]:
        """The least and the most that the pool may mean by it."""
        price = self.price(seen)
        return price, price

    @property
    def is_first(self) -> bool:
        """Base is the pool's token0."""
        return int(self.base, 16) < int(self.quote, 16)

    def _is_forward(self, base: str, quote: str) -> bool:
        if (base, quote) == (self.base, self.quote):
            return True
        if (base, quote) == (self.quote, self.base):
            return False
        raise NotPriced(base, quote)


@dataclass(slots=True)
class TwapOracle(PoolOracle[Seen]):
    """Quotes by a pool's mean price over a window, and never by its price of the moment."""

    window: int  # {s}

    def __post_init__(self) -> None:
        PoolOracle.__post_init__(self)
        if not MIN_WINDOW <= self.window <= MAX_WINDOW:
            raise WindowOutOfRange(self.window, MIN_WINDOW, MAX_WINDOW)
