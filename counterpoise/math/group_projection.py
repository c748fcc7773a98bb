"""The twin of contracts/math/GroupProjection.sol: the nearest weights that keep groups' bounds."""

from collections.abc import Iterator
from dataclasses import dataclass

from counterpoise.errors import BoundCount, BoundsInfeasible, GroupInfeasible, GroupUnknown
from counterpoise.math.fixed_point import MAX, ONE
from counterpoise.math.projection import Box, enclose, give_back, level_of, settle


@dataclass(frozen=True, slots=True)
class Groups:
    """Each asset's group, and the bounds of each group, D18{1}; 0 and 1e18 bound nothing."""

    group_of: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]

    def sums(self, weights: list[int]) -> list[int]:
        """What each group has of the weights."""
        sums = [0] * len(self.low)
        for group, weight in zip(self.group_of, weights, strict=True):
            sums[group] += weight
        return sums

    def held(self, weights: list[int]) -> list[int]:
        """The same, within the groups' bounds."""
        rows = zip(self.low, self.sums(weights), self.high, strict=True)
        return [max(low, min(it, high)) for low, it, high in rows]


def project(box: Box, groups: Groups) -> tuple[int, ...]:
    """The nearest weights within the bounds of assets and groups, D18{1}, their sum exactly 1e18.

    Math 4, features D1. Raises `BoundCount`, `BoundsCrossed`, `GroupUnknown`, `GroupInfeasible` or
    `BoundsInfeasible`.
    """
    box = enclose(box.wanted, box.low, box.high)
    require_known(groups, len(box.wanted))
    reach = reach_of(box, groups)
    level = level_of(lambda it: sum(reach.held(box.at(it))), ONE)
    totals = give_back(reach.held(box.at(level)), reach.held(box.at(level + 1)), ONE)
    return _settle(box, reach, totals)


def require_known(groups: Groups, count: int) -> None:
    """Raises `BoundCount` or `GroupUnknown` unless each asset has a group that has both bounds."""
    known = len(groups.low)
    for given, expected in ((groups.high, known), (groups.group_of, count)):
        if len(given) != expected:
            raise BoundCount(len(given), expected)
    for i, group in enumerate(groups.group_of):
        if group >= known:
            raise GroupUnknown(i, group, known)


def reach_of(box: Box, groups: Groups) -> Groups:
    """The same groups, with the bounds that their assets' own leave to them.

    Raises `GroupInfeasible` or `BoundsInfeasible`.
    """
    least = [min(it, MAX) for it in groups.sums(list(box.low))]
    most = groups.sums([min(it, ONE) for it in box.high])
    low = tuple(max(pair) for pair in zip(groups.low, least, strict=True))
    high = tuple(min(pair) for pair in zip(groups.high, most, strict=True))
    for group, bounds in enumerate(zip(low, high, strict=True)):
        if bounds[0] > bounds[1]:
            raise GroupInfeasible(group, *bounds)
    if not sum(low) <= ONE <= sum(high):
        raise BoundsInfeasible(sum(low), sum(high))
    return Groups(groups.group_of, low, high)


def members(box: Box, groups: Groups) -> Iterator[tuple[list[int], Box]]:
    """The places of each group's assets, and the part of the box that is theirs."""
    for group in range(len(groups.low)):
        places = [i for i, it in enumerate(groups.group_of) if it == group]
        lists = (tuple(each[i] for i in places) for each in (box.wanted, box.low, box.high))
        yield places, Box(*lists)


def _settle(box: Box, reach: Groups, totals: tuple[int, ...]) -> tuple[int, ...]:
    found: dict[int, int] = {}
    for (places, part), total in zip(members(box, reach), totals, strict=True):
        found |= dict(zip(places, settle(part, total), strict=True))
    return tuple(found[i] for i in range(len(found)))
