"""The twin of contracts/strategy/LinearGlideStrategy.sol."""

from dataclasses import dataclass

from counterpoise.math.fixed_point import ONE, sdiv
from counterpoise.strategy.glide_path import GlidePathStrategy


@dataclass(frozen=True, slots=True)
class LinearGlideStrategy(GlidePathStrategy):
    """The straight way: the same change in every second."""

    def between(self, done: int, whole: int) -> tuple[int, ...]:
        """D18{1}, each within a unit: rounded towards where it comes from, unless the sum asks."""
        changes = [b - a for a, b in zip(self.first, self.last, strict=True)]
        weights = [a + sdiv(it * done, whole) for a, it in zip(self.first, changes, strict=True)]
        lacks = ONE - sum(weights)
        unit = 1 if lacks > 0 else -1
        for i in [i for i, it in enumerate(changes) if it * unit > 0][: abs(lacks)]:
            weights[i] += unit
        return tuple(weights)
