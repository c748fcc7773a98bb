"""The twin of contracts/math/Projection.sol: the nearest weights that keep each asset's bounds.

The level is found by halving, unless all may be as it is wanted; the chain finds it sooner, and the
weights are the same.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from counterpoise.errors import BoundCount, BoundsCrossed, BoundsInfeasible
from counterpoise.math.fixed_point import MAX, ONE

MOST_WANTED = 10 * ONE  # D18{1}; who wants more is cut there.


@dataclass(frozen=True, slots=True)
class Box:
    """What is wanted, D18{1} with sign, and between which bounds, D18{1}."""

    wanted: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]

    def at(self, level: int) -> list[int]:
        """The weights at a level: what is wanted, less the level, within the bounds."""
        rows = zip(self.wanted, self.low, self.high, strict=True)
        return [max(low, min(u - level, high)) for u, low, high in rows]


def project(wanted: Sequence[int], low: Sequence[int], high: Sequence[int]) -> tuple[int, ...]:
    """The nearest weights within the bounds, D18{1}, their sum exactly 1e18 (math 4, features D1).

    Raises `BoundCount`, `BoundsCrossed` or `BoundsInfeasible`.
    """
    box = enclose(wanted, low, high)
    least, most = min(sum(box.low), MAX), sum(min(it, ONE) for it in box.high)
    if not least <= ONE <= most:
        raise BoundsInfeasible(least, most)
    return settle(box, ONE)


def enclose(wanted: Sequence[int], low: Sequence[int], high: Sequence[int]) -> Box:
    """What is wanted, cut to what may be, and its bounds.

    Raises `BoundCount` or `BoundsCrossed`.
    """
    for bounds in (low, high):
        if len(bounds) != len(wanted):
            raise BoundCount(len(bounds), len(wanted))
    for i, (least, most) in enumerate(zip(low, high, strict=True)):
        if least > most:
            raise BoundsCrossed(i, least, most)
    cut = tuple(max(-MOST_WANTED, min(u, MOST_WANTED)) for u in wanted)
    return Box(cut, tuple(low), tuple(high))


def settle(box: Box, total: int) -> tuple[int, ...]:
    """The weights that sum to a total D18{1} which the bounds can reach."""
    level = level_of(lambda it: sum(box.at(it)), total)
    return give_back(box.at(level), box.at(level + 1), total)


def level_of(sum_at: Callable[[int], int], total: int) -> int:
    """The highest level, D18{1}, whose sum is not below the total; the next one's is not above."""
    if sum_at(0) >= total > sum_at(1):
        return 0
    left, right = -MOST_WANTED - ONE, MOST_WANTED + 1
    while right - left > 1:
        middle = (left + right) // 2
        left, right = (middle, right) if sum_at(middle) >= total else (left, middle)
    return left


def give_back(here: Sequence[int], after: Iterable[int], total: int) -> tuple[int, ...]:
    """What is at a level, the first of it lowered to the next level's until the sum is exact."""
    excess, kept = sum(here) - total, []
    for now, then in zip(here, after, strict=True):
        back = min(now - then, excess)
        kept.append(now - back)
        excess -= back
    return tuple(kept)
