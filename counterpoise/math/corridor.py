"""The twin of contracts/math/Corridor.sol: where weights may be, between walls and in a window."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterpoise.math import group_projection
from counterpoise.math.fixed_point import ONE
from counterpoise.math.group_projection import Groups
from counterpoise.math.nano import UNIT
from counterpoise.math.projection import Box, project


@dataclass(frozen=True, slots=True)
class Walls:
    """The least and the most of each asset and of each group, D18{1}."""

    low: tuple[int, ...]
    high: tuple[int, ...]
    groups: Groups  # one group of all bounds nothing


def build(walls: Walls) -> Walls:
    """The same walls in whole nanos, none wider, as weights are remembered so.

    Raises as `group_projection.project` where no weights are between them.
    """
    groups = walls.groups
    low, high = _inwards(walls.low, walls.high)
    least, most = _inwards(groups.low, groups.high)
    built = Walls(low, high, replace(groups, low=least, high=most))
    _project(built, (0,) * len(low))
    return built


def nearest(
    walls: Walls, wanted: Sequence[int], low: Sequence[int], high: Sequence[int]
) -> tuple[int, ...]:
    """The nearest to what is wanted between the walls and within the window, D18{1}.

    Where these do not meet, the nearest in the window to the nearest between the walls.
    """
    least = tuple(map(max, walls.low, low))
    most = tuple(map(min, walls.high, high))
    both = replace(walls, low=least, high=most)
    if is_open(both):
        return _project(both, wanted)
    return project(_project(walls, wanted), low, high)


def is_open(walls: Walls) -> bool:
    """Whether there are weights between the walls."""
    if any(low > high for low, high in zip(walls.low, walls.high, strict=True)):
        return False
    groups = walls.groups
    least = list(map(max, groups.low, groups.sums(list(walls.low))))
    most = list(map(min, groups.high, groups.sums(list(walls.high))))
    crossed = any(low > high for low, high in zip(least, most, strict=True))
    return not crossed and sum(least) <= ONE <= sum(most)


def _project(walls: Walls, wanted: Sequence[int]) -> tuple[int, ...]:
    box = Box(tuple(wanted), walls.low, walls.high)
    return group_projection.project(box, walls.groups)


def _inwards(low: Sequence[int], high: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Each of the low ones up to a whole nano, each of the high ones down, and to one at most."""
    return (
        tuple(-(-it // UNIT) * UNIT for it in low),
        tuple(min(it, ONE) // UNIT * UNIT for it in high),
    )
