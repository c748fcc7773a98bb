"""The twin of contracts/observer/oracle/UniswapV3TwapOracle.sol."""

from dataclasses import dataclass

from counterpoise.errors import LiquidityTooThin, TwapTooYoung
from counterpoise.math.ticks import price_of, sqrt_price_at
from counterpoise.math.twap import mean_liquidity, mean_tick
from counterpoise.observer.oracle.pool import Price, TwapOracle


@dataclass(frozen=True, slots=True)
class Observed:
    """What a pool remembers: its accumulators a window ago and now."""

    age: int  # {s} since its oldest observation
    ticks: tuple[int, int]  # {tick} * {s}
    rates: tuple[int, int]  # X128 {s} / {liquidity}


@dataclass(slots=True)
class UniswapV3TwapOracle(TwapOracle[Observed]):
    """Quotes by the mean tick over a window that ends now: the price's geometric mean."""

    min_liquidity: int  # Its harmonic mean over the window must be above that.

    def mean_tick(self, seen: Observed) -> int:
        """Rounded down. Raises `TwapTooYoung` or `LiquidityTooThin`."""
        if seen.age < self.window:
            raise TwapTooYoung(self.pool, seen.age, self.window)
        liquidity = mean_liquidity(*seen.rates, self.window)
        if liquidity <= self.min_liquidity:
            raise LiquidityTooThin(self.pool, liquidity, self.min_liquidity)
        return mean_tick(*seen.ticks, self.window)

    def price(self, seen: Observed) -> Price:
        """Raises as `mean_tick`."""
        return self._price_at(self.mean_tick(seen))

    def sides(self, seen: Observed) -> tuple[Price, Price]:
        """The mean lies between a tick and the next. Raises as `mean_tick`."""
        tick = self.mean_tick(seen)
        at, following = self._price_at(tick), self._price_at(tick + 1)
        return (at, following) if self.is_first else (following, at)

    def _price_at(self, tick: int) -> Price:
        price = Price(*price_of(sqrt_price_at(tick)))
        return price if self.is_first else price.inverse
