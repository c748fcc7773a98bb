"""The twin of contracts/math/Box.sol: bounds of each weight, within which a sum of one fits."""

from collections.abc import Sequence

from counterpoise.errors import BoundCount, BoundsCrossed, BoundsInfeasible, WeightOutOfBox
from counterpoise.math.fixed_point import ONE


def require_feasible(least: Sequence[int], most: Sequence[int]) -> None:
    """Raises `BoundCount`, `BoundsCrossed` or `BoundsInfeasible` unless weights fit within."""
    if len(most) != len(least):
        raise BoundCount(len(most), len(least))
    for i, (low, high) in enumerate(zip(least, most)):
        if low > high:
            raise BoundsCrossed(i, low, high)
    if not sum(least) <= ONE <= sum(most):
        raise BoundsInfeasible(sum(least), sum(most))


def require_within(weights: Sequence[int], least: Sequence[int], most: Sequence[int]) -> None:
    """Raises `WeightOutOfBox` with the first weight D18{1} that is outside its bounds."""
    for i, (weight, low, high) in enumerate(zip(weights, least, most, strict=True)):
        if not low <= weight <= high:
            raise WeightOutOfBox(i, weight, low, high)


def middle(least: Sequence[int], most: Sequence[int]) -> tuple[int, ...]:
    """The weights D18{1} on the way from all the least to all the most; equal where all are free.

    Each is rounded down; the first that has room gets what that leaves.
    """
    free, room = ONE - sum(least), sum(most) - sum(least)
    pairs = zip(least, most, strict=True)
    weights = [low + (free * (high - low) // room if room else 0) for low, high in pairs]
    left = ONE - sum(weights)
    for i, high in enumerate(most):
        more = min(left, high - weights[i])
        weights[i] += more
        left -= more
    return tuple(weights)
