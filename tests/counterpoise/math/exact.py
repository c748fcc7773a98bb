"""The real projection in fractions: by its breakpoints in order, and by no step of the twin."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from fractions import Fraction

from counterpoise.math.fixed_point import ONE
from counterpoise.math.group_projection import Groups, members
from counterpoise.math.projection import Box

Real = int | Fraction


def projected(box: Box, total: Real) -> list[Real]:
    """The real weights, in units."""
    return at(box, crossing(sum_of(box), corners(box), total))


def projected_groups(box: Box, reach: Groups) -> list[Real]:
    """The real weights, in units, where no bound of a group is beyond its assets' own."""
    parts = [(places, part) for places, part in members(box, reach) if places]
    bounds = [(reach.low[k], reach.high[k]) for k in sorted(set(reach.group_of))]
    points = corners(box) | {
        crossing(sum_of(part), corners(part), bound)
        for (_, part), pair in zip(parts, bounds, strict=True)
        for bound in pair
    }
    level = crossing(lambda it: sum(reach.held(at(box, it))), points, ONE)
    found = {}
    for (places, part), (low, high) in zip(parts, bounds, strict=True):
        total = max(low, min(sum_of(part)(level), high))
        found |= dict(zip(places, projected(part, total), strict=True))
    return [found[i] for i in range(len(found))]


def sum_of(box: Box) -> Callable[[Real], Real]:
    return lambda it: sum(at(box, it))


def corners(box: Box) -> set[int]:
    """The levels where a bound begins or ceases to hold an asset."""
    rows = zip(box.wanted, box.low, box.high, strict=True)
    return {u - bound for u, low, high in rows for bound in (low, high)}


def at(box: Box, level: Real) -> list[Real]:
    rows = zip(box.wanted, box.low, box.high, strict=True)
    return [max(low, min(u - level, high)) for u, low, high in rows]


def crossing(value_at: Callable[[Real], Real], points: Iterable[Real], total: Real) -> Real:
    """Where a function that falls, and is linear between the points, has a value of its own."""
    ends = sorted(points)
    i = bisect_left(ends, -total, key=lambda it: -value_at(it))
    over, under = value_at(ends[i - 1]), value_at(ends[i])
    if under == total:
        return ends[i]
    return ends[i] - Fraction(total - under, over - under) * (ends[i] - ends[i - 1])
