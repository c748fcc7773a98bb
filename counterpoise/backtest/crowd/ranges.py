"""How an arbitrageur trades a Uniswap V3 pool: to the edge of its fee band, to the last root."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isqrt

from counterpoise.backtest.prices import ONE
from counterpoise.math.pool_walk import HIGHEST, LOWEST, Pool, Walk
from counterpoise.math.range_trade import MILLION, first_down, second_down, to_end
from counterpoise.math.ticks import MOST, tick_at

SPACINGS = {100: 1, 500: 10, 3_000: 60, 10_000: 200}  # {tick} by fee {1e-6}, Uniswap's own tiers


@dataclass(frozen=True, slots=True)
class Tier:
    """What a pool is like: its fee, and liquidity over all prices."""

    fee: int  # {1e-6}
    liquidity: int  # L

    @property
    def spacing(self) -> int:
        """{tick}"""
        return SPACINGS[self.fee]

    def pool(self, address: str, root: int) -> Pool:
        """One in memory, at a root X96."""
        made = Pool(address, self.fee, self.spacing, root, tick_at(root))
        most = MOST // self.spacing * self.spacing
        made.lay(-most, most, self.liquidity)
        return made


def tier_of(fee: int, amounts: tuple[int, int]) -> Tier:
    """A pool as deep as these amounts {unit} of both tokens are, at a fee {1e-6}."""
    return Tier(fee, isqrt(amounts[0] * amounts[1]))


def root_of(first: int, second: int) -> int:
    """X96, the root of the price at which these amounts {unit} are worth as much as each other."""
    return isqrt((second << 192) // first)


@dataclass(slots=True)
class Push(Walk):
    """A walk to a price instead of an amount; the pool itself stays as it is until `settle`."""

    paid: int = field(default=0)  # {unit}, fee included

    def push(self, root: int) -> None:
        """On until the price has that root X96, from the side on which it is."""
        while self.price != root:
            self.enter()
            tick, end, is_there = self._next()
            stop = max(end, root) if self.is_down else min(end, root)
            self._pay(stop)
            if stop == end and not self.is_over:
                self._arrive(tick, end, is_there)
            else:
                self.price, self.tick = stop, tick_at(stop)

    def settle(self) -> None:
        """The pool is where the walk has led."""
        self.enter()
        pool = self.pool
        pool.price, pool.tick, pool.liquidity = self.price, self.tick, self.liquidity

    def _pay(self, stop: int) -> None:
        self.paid += to_end(self.price, stop, self.liquidity, self.pool.fee)
        if self.is_down:
            self.bought += second_down(stop, self.price, self.liquidity)
        else:
            self.bought += first_down(self.price, stop, self.liquidity)


@dataclass(frozen=True, slots=True)
class RangeTrader:
    """Who trades one token's pool with the hub; units are {unit/tok}."""

    unit: int
    hub_unit: int
    is_first: bool  # whether the token is the pool's first
    cost: int = 0  # D18{USD}, of a transaction

    def push(self, pool: Pool, price: int) -> Push | None:
        """The way to the edge of the band at a price D18{USD/tok}; None inside it, or not worth it.

        Who sells the first token gets P * (1 - fee) for the last of it, who buys it pays
        P / (1 - fee): down to price / (1 - fee) and up to price * (1 - fee), and no further.
        """
        over, under, kept = *self._ratio(price), MILLION - pool.fee
        low = isqrt((over * kept << 192) // (under * MILLION))
        high = isqrt((over * MILLION << 192) // (under * kept)) + 1
        low, high = max(low, LOWEST), min(high, HIGHEST)
        if low <= pool.price <= high:
            return None
        way = Push(pool, pool.price > high, 0)
        way.push(high if way.is_down else low)
        return None if self.cost and self._gain(price, way) < self.cost else way

    def _ratio(self, price: int) -> tuple[int, int]:
        """{unit} of the second token for so many {unit} of the first, as a fraction."""
        over, under = price * self.hub_unit, ONE * self.unit
        return (over, under) if self.is_first else (under, over)

    def _gain(self, price: int, way: Push) -> int:
        """D18{USD}, at the price that he sees."""
        token, hub = way.bought, way.paid
        if way.is_down == self.is_first:
            token, hub = -way.paid, -way.bought
        return token * price // self.unit - hub * ONE // self.hub_unit
