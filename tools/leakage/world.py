"""A vault of equal weights of which one asset has gained a tenth, and pools at the new prices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from counterpoise.execution.place import Place
from counterpoise.execution.split import SplitVenue
from counterpoise.execution.venue import UniswapV2Venue

HUB, COIN = "hub", "coin"
VALUE = 10**30  # {unit} of the hub: what the vault was worth before the move
GAIN = 10  # a tenth
PAIR, RANGE = 997 * 10**15, 9_995 * 10**14  # D18{1} that a V2 pair keeps, and a V3 pool of 0.05 %
SHALLOW = 4  # Of the pair's depth the V3 pool, full range, has a fourth.


@dataclass(frozen=True, slots=True)
class World:
    """So many assets with the hub, and the vault's worth in ten-thousandths of a pair's depth.

    Every asset but the hub has the same two pools. Every amount is {unit} of the hub, at the new
    prices; the depth of a pool is what both of its sides are worth.
    """

    assets: int
    size: int

    @property
    def held(self) -> int:
        """Of each asset, but of the one that gained."""
        return VALUE // self.assets

    @property
    def value(self) -> int:
        """Of all assets after the move."""
        return self.held * self.assets + self.held // GAIN

    def reserves(self, part: int = 1) -> int:
        """Each side of a pool of so many times less than the full depth."""
        return VALUE * 10_000 // (self.size * part * 2)

    def venues(self) -> dict[str, Place]:
        """One pair, one V3 pool, and both."""
        pair, pool = UniswapV2Venue(PAIR), UniswapV2Venue(RANGE)
        pair.set_pool(COIN, HUB, *[self.reserves()] * 2)
        pool.set_pool(COIN, HUB, *[self.reserves(SHALLOW)] * 2)
        return {"V2": pair, "V3": pool, "split": SplitVenue((pair, pool))}

    def leakage(self, weight: float) -> float:
        """{1e-4} of the vault's value that is lost where so much is left of each asset."""
        return (self.value - self.assets * weight) / self.value * 10_000


def left(world: World, venue: Place) -> int:
    """{unit} of each asset, all alike, after the smallest trades that make them so."""
    held, start = world.held, world.held + world.held // GAIN

    def goal(paid: int) -> int:
        """What is bought for, or sold, where there is nothing to be bought."""
        return held + venue.quote(HUB, COIN, paid) if world.assets > 2 else start - paid

    def falls_short(paid: int) -> bool:
        """Whether the hub has more than its goal, or the sale has not reached it yet."""
        hub = held + venue.quote(COIN, HUB, start - goal(paid))
        if world.assets > 2:
            return hub - (world.assets - 2) * paid > goal(paid)
        return hub < goal(paid)

    return goal(largest(falls_short, held // GAIN))


def largest(holds: Callable[[int], bool], most: int) -> int:
    """The largest number below the most for which it holds, as it does for all below that."""
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
