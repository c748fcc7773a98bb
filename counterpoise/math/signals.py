"""The twin of contracts/math/Signals.sol: where a state keeps what is remembered."""

from collections.abc import Sequence

from counterpoise.errors import (
    CorrelationNotObserved,
    MarketNotObserved,
    VolatilityNotObserved,
)
from counterpoise.types import MarketClass

BITS = 4  # of a class
WORD = 2**256


def signals_of(
    classes: Sequence[MarketClass],
    volatilities: Sequence[int] = (),
    correlations: Sequence[int] = (),
) -> tuple[int, ...]:
    """The words: classes in one, volatilities, correlations row by row above the diagonal."""
    market = sum(it << BITS * i for i, it in enumerate(classes))
    return (market, *volatilities, *(it % WORD for it in correlations))


def market_of(signals: Sequence[int], i: int) -> MarketClass:
    """The class of an asset's market. Raises `MarketNotObserved`."""
    if not signals:
        raise MarketNotObserved
    return MarketClass(signals[0] >> BITS * i & (1 << BITS) - 1)


def is_calm(signals: Sequence[int]) -> bool:
    """Whether every asset's market is normal. Raises `MarketNotObserved`."""
    if not signals:
        raise MarketNotObserved
    return signals[0] == MarketClass.NORMAL


def volatility_of(signals: Sequence[int], i: int) -> int:
    """D18{1/sqrt(year)}. Raises `VolatilityNotObserved`."""
    if i + 1 >= len(signals) or signals[i + 1] == 0:
        raise VolatilityNotObserved(i)
    return signals[i + 1]


def correlation_of(signals: Sequence[int], n: int, i: int, j: int) -> int:
    """D18{1}, of two of n assets, the second after the first. Raises `CorrelationNotObserved`."""
    at = n + i * n - i * (i + 1) // 2 + j - i
    if not (i < j < n and at < len(signals)):
        raise CorrelationNotObserved(i, j)
    return signals[at] - WORD if signals[at] >= WORD // 2 else signals[at]
