"""The twin of contracts/observer/oracle/UniswapV3SpotOracle.sol."""

from dataclasses import dataclass

from counterpoise.errors import PoolEmpty
from counterpoise.math.ticks import price_of
from counterpoise.observer.oracle.pool import PoolOracle, Price


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a pool stands."""

    sqrt_price: int  # X96, of its second token for its first
    liquidity: int  # in range


@dataclass(slots=True)
class UniswapV3SpotOracle(PoolOracle[Slot]):
    """Quotes by a pool's price of this moment: for the market state, never to value anything."""

    def price(self, seen: Slot) -> Price:
        """Raises `PoolEmpty`."""
        if seen.liquidity == 0:
            raise PoolEmpty(self.pool)
        price = Price(*price_of(seen.sqrt_price))
        return price if self.is_first else price.inverse
