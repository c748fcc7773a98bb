"""The twin of contracts/math/Signals.sol: where a state keeps what is remembered."""

from collections.abc import Sequence

from counterpoise.errors import (
    CorrelationNotObserved,
    MarketNotObserved,
    PeakNotObserved,
    TrendNotObserved,
    VolatilityNotObserved,
)
from counterpoise.types import MarketClass

BITS = 4  # of a class
CLASSES = 2**80 - 1
PEAK_AT = 80
MAX_PEAK = 2**104 - 1  # D18{USD/share}
VOLATILITIES, TRENDS, CORRELATIONS = 1 << 184, 1 << 185, 1 << 186
SECTIONS = (VOLATILITIES, TRENDS, CORRELATIONS)
WORD = 2**256


def signals_of(
    classes: Sequence[MarketClass],
    volatilities: Sequence[int] = (),
    correlations: Sequence[int] = (),
    trends: Sequence[int] = (),
    peak: int = 0,
) -> tuple[int, ...]:
    """The words; an empty list is a section left away, a peak above `MAX_PEAK` one unknown."""
    lists = (volatilities, trends, correlations)
    there = sum(section for section, it in zip(SECTIONS, lists, strict=True) if it)
    known = peak if peak <= MAX_PEAK else 0
    head = sum(it << BITS * i for i, it in enumerate(classes)) | known << PEAK_AT | there
    return (head, *(word % WORD for it in lists for word in it))


def market_of(signals: Sequence[int], i: int) -> MarketClass:
    """The class of an asset's market. Raises `MarketNotObserved`."""
    if not signals:
        raise MarketNotObserved
    return MarketClass(signals[0] >> BITS * i & (1 << BITS) - 1)


def is_calm(signals: Sequence[int]) -> bool:
    """Whether every asset's market is normal. Raises `MarketNotObserved`."""
    if not signals:
        raise MarketNotObserved
    return signals[0] & CLASSES == MarketClass.NORMAL


def peak_of(signals: Sequence[int]) -> int:
    """D18{USD/share}, the highest price of a share. Raises `PeakNotObserved`."""
    peak = signals[0] >> PEAK_AT & MAX_PEAK if signals else 0
    if peak == 0:
        raise PeakNotObserved
    return peak


def volatility_of(signals: Sequence[int], i: int) -> int:
    """D18{1/sqrt(year)}. Raises `VolatilityNotObserved`."""
    if not has(signals, VOLATILITIES) or i + 1 >= len(signals) or signals[i + 1] == 0:
        raise VolatilityNotObserved(i)
    return signals[i + 1]


def trend_of(signals: Sequence[int], n: int, i: int) -> int:
    """D18, of one of n assets, in its estimator's unit. Raises `TrendNotObserved`."""
    at = 1 + _span(signals, VOLATILITIES, n) + i
    if not (i < n and has(signals, TRENDS) and at < len(signals)):
        raise TrendNotObserved(i)
    return _signed(signals[at])


def correlation_of(signals: Sequence[int], n: int, i: int, j: int) -> int:
    """D18{1}, of two of n assets, the second after the first. Raises `CorrelationNotObserved`."""
    start = _span(signals, VOLATILITIES, n) + _span(signals, TRENDS, n)
    at = start + i * n - i * (i + 1) // 2 + j - i
    if not (i < j < n and has(signals, CORRELATIONS) and at < len(signals)):
        raise CorrelationNotObserved(i, j)
    return _signed(signals[at])


def has(signals: Sequence[int], section: int) -> bool:
    """Whether a section is there."""
    return bool(signals) and signals[0] & section != 0


def section_of(signals: Sequence[int], n: int, section: int) -> tuple[int, ...]:
    """The words of a section of n assets' signals; none where it is left away."""
    if not has(signals, section):
        return ()
    before = SECTIONS[: SECTIONS.index(section)]
    start = 1 + sum(_span(signals, it, n) for it in before)
    length = n * (n - 1) // 2 if section == CORRELATIONS else n
    return tuple(_signed(word) for word in signals[start : start + length])


def _span(signals: Sequence[int], section: int, n: int) -> int:
    return n if has(signals, section) else 0


def _signed(word: int) -> int:
    return word - WORD if word >= WORD // 2 else word
