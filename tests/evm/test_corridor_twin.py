"""Corridor.sol equals its twin: the walls as they are built, and what is nearest."""

import random
from dataclasses import astuple

from counterpoise.math import corridor
from counterpoise.math.corridor import Walls
from counterpoise.math.group_projection import Groups
from tests.counterpoise.drawn import ONE
from tests.counterpoise.math.test_corridor import drawn_of, extreme, groups_of, walls_of
from tests.depth import examples
from tests.evm.in_process import said

NAME = "MockCorridor"
CASES = examples(60)


def window_of(source, n):
    """A step around some weights, or none, or all that there is."""
    last, step = drawn_of(source, n), source.choice([0, 10**9, 10**16, 10**17, ONE])
    return [max(it - step, 0) for it in last], [min(it + step, ONE) for it in last]


def test_what_is_nearest_is_the_same(ask):
    """ST-02 Of 2 to 20 assets, whether walls and window meet or not."""
    source, open_ = random.Random(8), []
    for case in range(CASES):
        n = 2 + case % 19
        walls, wanted, window = walls_of(source, n), extreme(source, n), window_of(source, n)
        nearest = corridor.nearest(walls, wanted, *window)
        assert ask("nearest", astuple(walls), wanted, *window) == list(nearest)
        least, most = map(max, walls.low, window[0]), map(min, walls.high, window[1])
        both = Walls(tuple(least), tuple(most), walls.groups)
        open_.append(corridor.is_open(both))
        assert ask("isOpen", astuple(both)) is open_[-1]
    assert CASES // 5 < sum(open_) < CASES - CASES // 5


def test_walls_are_built_or_refused_alike(ask):
    """ST-04 Any numbers as walls."""
    source, built = random.Random(9), 0
    for _ in range(CASES):
        n = source.randint(2, 20)
        most = source.choice([ONE // n, ONE, 2 * ONE])
        low = tuple(source.randint(0, ONE // n) for _ in range(n))
        high = tuple(source.randint(0, most) + it * source.randint(0, 1) for it in low)
        groups = groups_of(source, n)
        walls = Walls(low, high, source.choice([groups, Groups((0,) * n, (0,), (ONE,))]))
        answer = said(lambda it: astuple(corridor.build(it)), walls)
        assert ask("build", astuple(walls)) == answer
        built += isinstance(answer, list)
    assert CASES // 10 < built < CASES - CASES // 10
