"""The twin of contracts/strategy/GeometricGlideStrategy.sol."""

from dataclasses import dataclass

from counterpoise.errors import WeightZero
from counterpoise.math.exponential import exp_wad, ln_wad
from counterpoise.math.fixed_point import ONE, sdiv
from counterpoise.strategy.glide_path import GlidePathStrategy, in_proportion

LIFT = 80 * ONE  # D18{1}, added to each logarithm, so that each part has 34 digits


@dataclass(frozen=True, slots=True)
class GeometricGlideStrategy(GlidePathStrategy):
    """The way on which the logarithms of the weights change evenly."""

    def __post_init__(self) -> None:
        GlidePathStrategy.__post_init__(self)
        for i, pair in enumerate(zip(self.first, self.last, strict=True)):
            if 0 in pair:
                raise WeightZero(i)

    def between(self, done: int, whole: int) -> tuple[int, ...]:
        """D18{1}, each within a few units."""
        ends = zip(map(ln_wad, self.first), map(ln_wad, self.last), strict=True)
        means = (sdiv(a * (whole - done) + b * done, whole) for a, b in ends)
        return in_proportion([exp_wad(mean + LIFT) for mean in means])
