"""What a herd is put into, and the manner in which its vaults trade."""

from dataclasses import dataclass

from counterpoise.math.fixed_point import ONE
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.strategy import Strategy

HALVES = FixedWeightStrategy((ONE // 2, ONE // 2))
OUTER = 2 * ONE // 100  # D18{1} of drift, beyond which a vault is due


@dataclass(frozen=True, slots=True)
class Setting:
    """A herd, its pool, and what happens: the coin's price is another one, and everybody knows."""

    vaults: int = 20
    value: int = 10**6 * ONE  # D18{USD} of each vault, before
    depth: int = 20 * 10**6 * ONE  # D18{USD} on each side of the pool, before
    price: int = 13 * ONE // 10  # D18{USD/tok} of the coin, after; it was one
    trend: int = 0  # D18{1} of that price, by which it goes on, evenly, within the period
    half_life: int = 300  # {s}, in which others bring the pool half of the way back
    period: int = 3_600  # {s} in which the herd trades
    limit: int = ONE // 4  # D18{1} of impact and loss: wide, as what the pool does is to be seen
    strategy: Strategy = HALVES
    outer: int = OUTER  # D18{1}, of the first vault
    step: int = 0  # D18{1}, by how much the band of each next one is wider
    heard: int = 0  # D18{1}: how much of what the vaults see is the pool; the rest is the market

    def price_at(self, time: int) -> int:
        """D18{USD/tok} of the market at {s}; after the period it stands."""
        gone = min(max(time - self.period, 0), self.period)
        return self.price + self.price * self.trend * gone // (self.period * ONE)


@dataclass(frozen=True, slots=True)
class Manner:
    """When the vaults trade, and in how many pieces."""

    window: int = 1  # {s} in which the moments are, at most half of a slice's time
    salted: bool = True  # else all have the same moment
    slices: int = 1  # one: all the way at once


TOGETHER = Manner(salted=False)
