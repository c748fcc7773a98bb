"""The twin of contracts/math/MinimumVariance.sol: the least risk in a box, and how far from it.

f(w) = aversion/2 w'Sw - gains'w over the weights of a box (math 3.7). Slopes are the gradient of f
times 1e36, D54{1/year}: all is summed undivided, so next to nothing is rounded.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.math.covariance import bounded_volatility_of, correlations
from counterpoise.math.fixed_point import ONE, sdiv

MIN_CURVATURE = 10**9  # D18{1/year}, so that two assets that move as one still trade places
SCALE = 10**36

Matrix = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be made small, and where."""

    signals: tuple[int, ...]  # as math/signals lays them out
    aversion: int  # D18{1}
    gains: tuple[int, ...]  # D18{1/year}, expected; none: the least variance
    least: tuple[int, ...]  # D18{1}
    most: tuple[int, ...]  # D18{1}

    def gain(self, i: int) -> int:
        """D54{1/year}"""
        return self.gains[i] * SCALE if self.gains else 0


def gap(problem: Problem, weights: Sequence[int]) -> int:
    """At most so much is f above the least that it can be: D18{1/year}, rounded up (math 3.7).

    Raises `VolatilityNotObserved`, `VolatilityTooHigh`, `CorrelationNotObserved` or
    `CorrelationOutOfDomain`.
    """
    sigmas, relations = _known(problem.signals, len(weights))
    parts = [sigma * weight for sigma, weight in zip(sigmas, weights)]
    sums = [sum(r * part for r, part in zip(row, parts)) for row in relations]
    g = [
        sdiv(sigma * total, SCALE) * problem.aversion - problem.gain(i)
        for i, (sigma, total) in enumerate(zip(sigmas, sums))
    ]
    return _widest(problem, weights, g)[0]


def covariance(signals: Sequence[int], n: int) -> Matrix:
    """D18{1/year}, of what a state remembers; rounded towards 0. Raises as `gap` does."""
    sigmas, relations = _known(signals, n)
    return [
        [sdiv(a * b * r, SCALE) for b, r in zip(sigmas, row)] for a, row in zip(sigmas, relations)
    ]


def descend(
    problem: Problem, matrix: Matrix, start: Sequence[int], tolerance: int, steps: int
) -> tuple[tuple[int, ...], int, int]:
    """Weights whose gap D18{1/year} is within the tolerance, or that so many steps lead to.

    Each step moves weight from one asset to another: the sum is exact, no bound is passed, f falls.
    Returns the weights, the gap that remains, and the steps that were made.
    """
    weights, g, made = list(start), _slopes(problem, matrix, start), 0
    while True:
        left, steepest = _widest(problem, weights, g)
        ends = left <= tolerance or made == steps
        if ends or not _step(problem, matrix, weights, g, steepest):
            return tuple(weights), left, made
        made += 1


def _slopes(problem: Problem, matrix: Matrix, weights: Sequence[int]) -> list[int]:
    """The gradient at weights, D54{1/year}; a step leaves it as exact as it was."""
    sums = [sum(s * w for s, w in zip(row, weights)) for row in matrix]
    return [problem.aversion * it - problem.gain(i) for i, it in enumerate(sums)]


def _step(problem: Problem, matrix: Matrix, weights: list[int], g: list[int], a: int) -> bool:
    """Moves weight from an asset to the partner that lowers f the most, if any does."""
    b, curvature = _partner(problem, matrix, weights, g, a)
    if b == a:
        return False
    wanted = (g[a] - g[b]) // (curvature * problem.aversion)
    moved = min(wanted, weights[a] - problem.least[a], problem.most[b] - weights[b])
    weights[a] -= moved
    weights[b] += moved
    for k, (out, into) in enumerate(zip(matrix[a], matrix[b])):
        g[k] += (into - out) * moved * problem.aversion
    return moved > 0


def _partner(
    problem: Problem, s: Matrix, weights: Sequence[int], g: Sequence[int], a: int
) -> tuple[int, int]:
    """Who takes from an asset, and the curvature between the two; itself where nobody does."""
    best, curvature, fall = a, 1, 0
    for j, high in enumerate(problem.most):
        drop = sdiv(g[a] - g[j], SCALE)
        if drop <= 0 or weights[j] >= high:
            continue
        bend = max(MIN_CURVATURE, s[a][a] + s[j][j] - 2 * s[a][j])
        if drop * drop * curvature > fall * fall * bend:
            best, curvature, fall = j, bend, drop
    return best, curvature


def _widest(problem: Problem, weights: Sequence[int], g: Sequence[int]) -> tuple[int, int]:
    """From the greatest slope of what can give to the least of what can take: D18{1/year}.

    Rounded up; 0 where nothing can move. And the first of the greatest, where something can give.
    """
    give = [i for i, low in enumerate(problem.least) if weights[i] > low]
    take = [j for j, high in enumerate(problem.most) if weights[j] < high]
    steepest = max(give, key=lambda i: g[i], default=0)
    if not give or not take:
        return 0, steepest
    return max(0, -((min(g[j] for j in take) - g[steepest]) // SCALE)), steepest


def _known(signals: Sequence[int], n: int) -> tuple[list[int], list[list[int]]]:
    """Volatilities D18{1/sqrt(year)} and correlations D18{1}, all rows of them."""
    sigmas = [bounded_volatility_of(signals, i) for i in range(n)]
    rows = correlations(signals, n)
    return sigmas, [[ONE if i == j else rows[i][j] for j in range(n)] for i in range(n)]
