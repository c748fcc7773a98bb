"""Small states for the constraints: whole percents of a vault that is worth 100."""

from counterpoise.math.fixed_point import ONE
from counterpoise.types import State

PERCENT = ONE // 100
HALVES = (ONE // 2, ONE // 2)


def worth(*values: int, time: int = 0) -> State:
    """A state whose assets are worth these, D18{USD}."""
    n = len(values)
    assets = tuple("abcdefghij"[:n])
    return State(time, ONE, sum(values), assets, (1,) * n, values, (1,) * n, values)
