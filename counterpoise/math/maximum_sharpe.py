"""The twin of contracts/math/MaximumSharpe.sol: the most return for its volatility in a box.

SR(w) = gains'w / sqrt(w'Sw) (math 3.7). At the best weights, and nowhere else, it has the slopes of
the mean-variance problem whose aversion is what these weights imply.
"""

from collections.abc import Sequence
from dataclasses import replace

from counterpoise.errors import ReturnTooLow, VarianceTooLow, WeightCount
from counterpoise.math.covariance import variance
from counterpoise.math.fixed_point import ONE, sdiv
from counterpoise.math.minimum_variance import Problem
from counterpoise.math.minimum_variance import gap as gap_of
from counterpoise.math.nano_weights import NANO

MIN_RETURN = 10**14  # D18{1/year}, 0.01 %
MIN_VARIANCE = 10**28  # D36{1/year}, of a volatility of 0.01 %


def gap(problem: Problem, weights: Sequence[int]) -> int:
    """By so much D18{1/year} the weights expect too little for their volatility, at most.

    Rounded up; whatever else fits in the box, SR(w) >= SR(z) * (1 - gap / gains'z). Raises
    `ReturnTooLow`, `VarianceTooLow`, and as `gap` of minimum_variance does.
    """
    return gap_of(replace(problem, aversion=aversion(problem, weights)), weights)


def aversion(problem: Problem, weights: Sequence[int]) -> int:
    """For whom weights are the best, if for anyone: gains'w / w'Sw, D18{1}, rounded down.

    Raises `ReturnTooLow` and `VarianceTooLow`.
    """
    expected = sum(gain * weight for gain, weight in zip(problem.gains, weights, strict=True))
    if expected < MIN_RETURN * ONE:
        raise ReturnTooLow(sdiv(expected, ONE), MIN_RETURN)
    spread = variance(problem.signals, weights)
    if spread < MIN_VARIANCE:
        raise VarianceTooLow(spread, MIN_VARIANCE)
    return expected * ONE // spread


def shrunk(gains: Sequence[int], most: Sequence[int], kept: int) -> tuple[int, ...]:
    """What is expected D18{1/year}, drawn towards the mean of what may be held.

    In whole steps of 1e-9, rounded towards 0; `kept` D18{1} is the part that counts. Raises
    `WeightCount`.
    """
    if len(gains) != len(most):
        raise WeightCount(len(gains), len(most))
    held = [gain for gain, high in zip(gains, most) if high]
    mean = sdiv(sum(held), len(held)) if held else 0
    drawn = (mean + sdiv((gain - mean) * kept, ONE) for gain in gains)
    return tuple(sdiv(it, NANO) * NANO for it in drawn)
