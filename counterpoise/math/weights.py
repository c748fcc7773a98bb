"""The twin of contracts/math/Weights.sol: D18{1}, their sum exactly 1e18 (math 0.3, 1.1)."""

from collections.abc import Sequence

from counterpoise.errors import NothingToWeigh, WeightCount, WeightSum
from counterpoise.math.fixed_point import ONE, plus


def weigh(values: Sequence[int], total: int) -> tuple[int, ...]:
    """The part of each value in the total, rounded down; the largest gets the remainder.

    Values and total in D18{USD}. Raises `NothingToWeigh` where the total is 0.
    """
    if total == 0:
        raise NothingToWeigh
    weights = [value * ONE // total for value in values]
    weights[values.index(max(values))] += ONE - sum(weights)
    return tuple(weights)


def require_valid(weights: Sequence[int], count: int) -> None:
    """Raises `WeightCount` or `WeightSum` unless there are `count` weights that sum to 1e18."""
    if len(weights) != count:
        raise WeightCount(len(weights), count)
    total = plus(*weights)
    if total != ONE:
        raise WeightSum(total)


def max_drift(weights: Sequence[int], target: Sequence[int]) -> int:
    """The largest distance of any asset from its target, D18{1} (math 1.1, Dinf)."""
    return max((abs(a - t) for a, t in zip(weights, target, strict=True)), default=0)


def total_drift(weights: Sequence[int], target: Sequence[int]) -> int:
    """What has to be sold to reach the target, D18{1}: half of sum|a - t| (math 1.1, L1)."""
    return sum(max(a - t, 0) for a, t in zip(weights, target, strict=True))
