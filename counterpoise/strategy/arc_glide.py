"""The twin of contracts/strategy/ArcGlideStrategy.sol."""

from dataclasses import dataclass

from counterpoise.math.fixed_point import sqrt
from counterpoise.strategy.glide_path import GlidePathStrategy, in_proportion

SCALE = 10**36  # A weight D18 has a root D27.


@dataclass(frozen=True, slots=True)
class ArcGlideStrategy(GlidePathStrategy):
    """The way along the great circle of the square roots of the weights."""

    def between(self, done: int, whole: int) -> tuple[int, ...]:
        """D18{1}, each within a unit."""
        ends = zip(map(_root, self.first), map(_root, self.last), strict=True)
        roots = ((a * (whole - done) + b * done) // whole for a, b in ends)
        return in_proportion([root * root for root in roots])


def _root(weight: int) -> int:
    """D27{1}"""
    return sqrt(weight * SCALE)
