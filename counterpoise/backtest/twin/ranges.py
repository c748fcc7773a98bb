"""Uniswap V3 pools in memory, each of a token with the hub, and the one who keeps them near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from counterpoise.backtest.crowd.ranges import RangeTrader
from counterpoise.execution.uniswap_v3 import UniswapV3Venue
from counterpoise.math.pool_walk import Pool


class Row(NamedTuple):
    """A pool, at which place among the prices its token is, and what its two tokens are."""

    place: int
    tokens: tuple[str, str]  # in the pool's order
    pool: Pool
    trader: RangeTrader


@dataclass(slots=True)
class Ranges:
    """Any number of pools for each token, of different fees."""

    rows: list[Row] = field(default_factory=list)

    def follow(self, seen: Sequence[int]) -> None:
        """To the edge of the fee band around what the arbitrageur sees, D18{USD/tok}."""
        for place, _, pool, trader in self.rows:
            way = trader.push(pool, seen[place])
            if way is not None:
                way.settle()

    def venue(self, fee: int, reach: int) -> UniswapV3Venue:
        """The same pools, those of a fee {1e-6}, for a vault to trade on."""
        pools = {it.tokens: it.pool for it in self.rows if it.pool.fee == fee}
        return UniswapV3Venue(reach, pools)
