"""The twin of contracts/observer/oracle/UniswapV2SpotOracle.sol."""

from dataclasses import dataclass

from counterpoise.errors import PoolEmpty
from counterpoise.observer.oracle.pool import PoolOracle, Price


@dataclass(frozen=True, slots=True)
class Reserves:
    """What a pair holds, {unit}."""

    base: int
    quote: int


@dataclass(slots=True)
class UniswapV2SpotOracle(PoolOracle[Reserves]):
    """Quotes by a pair's reserves of this moment: for the market state, never to value anything."""

    def price(self, seen: Reserves) -> Price:
        """Raises `PoolEmpty`."""
        if seen.base == 0 or seen.quote == 0:
            raise PoolEmpty(self.pool)
        return Price(seen.quote, seen.base)
