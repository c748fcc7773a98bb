"""Small states for the constraints: whole percents of a vault that is worth 100."""

from counterpoise.math.fixed_point import ONE
from counterpoise.types import Asset, State

PERCENT = ONE // 100
HALVES = (ONE // 2, ONE // 2)


def worth(*values: int, time: int = 0) -> State:
    """A state whose assets are worth these, D18{USD}."""
    rows = zip("abcdefghij", values, strict=False)
    assets = tuple(Asset(token, 1, value, 1, value) for token, value in rows)
    return State(time, ONE, sum(values), assets)
