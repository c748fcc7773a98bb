"""A Uniswap V3 pool on a chain, and what the one who keeps it near the market sends."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterpoise.backtest.crowd.ranges import RangeTrader, Tier
from counterpoise.chain.node import Call, Node, call_of
from counterpoise.math.pool_walk import Pool

SLOT = ["uint160", "int24", "uint16", "uint16", "uint16", "uint8", "bool"]


@dataclass(frozen=True, slots=True)
class RangeListing:
    """A token's pool with the hub, and the contract that trades it to a price."""

    pool: str
    trader: str
    tier: Tier


@dataclass(slots=True)
class RangePool:
    """Reads where the pool stands; its liquidity is laid once, so it is not asked for again."""

    node: Node
    maker: str
    listing: RangeListing
    trader: RangeTrader
    _memory: Pool = field(init=False)

    def __post_init__(self) -> None:
        root, _ = self._slot()
        self._memory = self.listing.tier.pool(self.listing.pool, root)

    @property
    def pool(self) -> Pool:
        """As it is now, in memory."""
        it = self._memory
        it.price, it.tick = self._slot()
        ask = call_of(self.maker, self.listing.pool, "liquidity()")
        it.liquidity = self.node.read(["uint128"], ask)[0][0]
        return it

    def calls(self, price: int) -> list[Call]:
        """To the edge of the fee band, where that pays at a price D18{USD/tok}."""
        way = self.trader.push(self.pool, price)
        if way is None:
            return []
        to = self.listing.trader, "push(address,uint160)"
        return [call_of(self.maker, *to, self.listing.pool, way.price)]

    def _slot(self) -> tuple[int, int]:
        """The root X96 and the tick."""
        ask = call_of(self.maker, self.listing.pool, "slot0()")
        root, tick, *_ = self.node.read(SLOT, ask)[0]
        return root, tick
