"""The twin of contracts/math/Covariance.sol: how assets move together."""

from collections.abc import Sequence

from counterpoise.errors import (
    CorrelationNotObserved,
    CorrelationOutOfDomain,
    VolatilityNotObserved,
    VolatilityTooHigh,
)
from counterpoise.math.fixed_point import ONE, sdiv
from counterpoise.math.signals import CORRELATIONS, has, section_of, volatility_of

MAX_VOLATILITY = 10 * ONE  # D18{1/sqrt(year)}, the most that is estimated (math 0.4)
FINE = 10**9
SCALE = 10**36


def variance(signals: Sequence[int], weights: Sequence[int]) -> int:
    """The variance D36{1/year} of weights D18{1} that sum to one at most, rounded up.

    Where no correlation is remembered, or they contradict each other, each is 1. Raises
    `VolatilityNotObserved`, `VolatilityTooHigh`, `CorrelationNotObserved` or
    `CorrelationOutOfDomain`.
    """
    parts = [_part(signals, i, weight) for i, weight in enumerate(weights)]
    straight = -(-(sum(parts) ** 2) // ONE)
    if not has(signals, CORRELATIONS):
        return straight
    rows = correlations(signals, len(parts))
    total = sum(x * (x * ONE + dot(row, parts)) for x, row in zip(parts, rows, strict=True))
    return straight if total < 0 else -(-total // SCALE)


def tracking(signals: Sequence[int], drifts: Sequence[int]) -> int:
    """The variance D36{1/year} of weights D18{1} with sign, rounded down (math 1.1).

    Where no correlation is remembered each is 0; what has no volatility moves nothing. Raises
    `VolatilityTooHigh`, `CorrelationNotObserved` or `CorrelationOutOfDomain`.
    """
    moves = (each * volatility_or(signals, i, 0) for i, each in enumerate(drifts))
    parts = [sdiv(move, FINE) for move in moves]
    known, n = has(signals, CORRELATIONS), len(parts)
    rows = correlations(signals, n) if known else ((0,) * n,) * n
    total = sum(x * (x * ONE + dot(row, parts)) for x, row in zip(parts, rows, strict=True))
    return max(total, 0) // SCALE


def correlations(signals: Sequence[int], n: int) -> tuple[tuple[int, ...], ...]:
    """All correlations D18{1}, row after row; 0 on the diagonal, where each would be 1.

    Raises `CorrelationNotObserved` or `CorrelationOutOfDomain`.
    """
    flat = section_of(signals, n, CORRELATIONS)
    if not has(signals, CORRELATIONS) or len(flat) < n * (n - 1) // 2:
        raise CorrelationNotObserved(0, 1)
    rows = [[0] * n for _ in range(n)]
    pairs = ((i, j) for i in range(n) for j in range(i + 1, n))
    for (i, j), both in zip(pairs, flat, strict=True):
        if not -ONE <= both <= ONE:
            raise CorrelationOutOfDomain(i, j, both)
        rows[i][j] = rows[j][i] = both
    return tuple(map(tuple, rows))


def bounded_volatility_of(signals: Sequence[int], i: int) -> int:
    """D18{1/sqrt(year)}. Raises `VolatilityNotObserved` or `VolatilityTooHigh`."""
    volatility = volatility_of(signals, i)
    if volatility > MAX_VOLATILITY:
        raise VolatilityTooHigh(i, volatility, MAX_VOLATILITY)
    return volatility


def volatility_or(signals: Sequence[int], i: int, unknown: int) -> int:
    """D18{1/sqrt(year)}, or that where nobody remembers one. Raises `VolatilityTooHigh`."""
    try:
        return bounded_volatility_of(signals, i)
    except VolatilityNotObserved:
        return unknown


def dot(a: Sequence[int], b: Sequence[int]) -> int:
    """The sum of the products of two runs."""
    return sum(x * y for x, y in zip(a, b, strict=True))


def _part(signals: Sequence[int], i: int, weight: int) -> int:
    """A weight times its asset's volatility, D27{1/sqrt(year)}, rounded up."""
    return -(-weight * bounded_volatility_of(signals, i) // FINE) if weight else 0
