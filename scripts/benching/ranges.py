"""Row of the benchmark: a rebalance of all assets through Uniswap V3, beside its floor."""

from __future__ import annotations

from math import isqrt
from typing import Any

from eth_utils.crypto import keccak

from counterpoise.chain.planners import LIMITS
from scripts.benching.pool import DEPTH, EVEN, FEE, FULL, published
from scripts.benching.rows import Pools, Row, alternating, rebalance, trade_of
from scripts.benching.switched import govern
from scripts.benching.world import PRICE, World, made
from scripts.deploy.project import at, bound, deploy

REACH = 20  # {tick}: each of these pools is one range


def through_ranges(world: World) -> Row:
    """The vault on full-range pools of 0.30 %, as deep as its pairs are; then back on these."""
    factory, pools = _pools(world)
    trader = made("MockV3Trader", world.user)
    for pool in pools.values():
        trader.mint(pool, *FULL, DEPTH, {"from": world.user})
    pairs = at("HubPlanner", world.vault.planner())
    _trade_on(world, _venue(world, factory), pairs)

    def move(_: World, prices: dict[int, int]) -> None:
        _move(world, pools, trader, prices)

    def floor(_: World, events: list[Any]) -> int:
        trades = [trade_of(world, event, pools) for event in events]
        return int(world.floor.tradeInRanges(trades, {"from": world.user}).gas_used)

    every = world.n - 1
    row = rebalance(
        world, "rebalance, all assets, V3", alternating(world), every, pools=Pools(move, floor)
    )
    govern(world, ("setPlanner", pairs))
    return row


def _pools(world: World) -> tuple[Any, dict[str, Any]]:
    origin = published("UniswapV3Factory")
    factory = bound(origin, deploy(origin, [], world.user))
    pools = {}
    for token in world.tokens[1:]:
        factory.createPool(token, world.tokens[0], FEE, {"from": world.user})
        found = factory.getPool(token, world.tokens[0], FEE)
        pool = pools[token.address] = bound(published("UniswapV3Pool"), found)
        pool.initialize(EVEN, {"from": world.user})
    return factory, pools


def _venue(world: World, factory: Any) -> Any:
    code = published("UniswapV3Pool").bytecode
    return made("UniswapV3Venue", world.user, factory, keccak(hexstr=code), FEE, REACH)


def _trade_on(world: World, venue: Any, pairs: Any) -> None:
    """A planner with the same limits on another venue."""
    limits = [getattr(pairs, it)() for it in LIMITS]
    planner = made("HubPlanner", world.user, world.tokens[0], venue, limits)
    govern(world, ("setVenue", (venue, True)), ("setPlanner", planner))


def _move(world: World, pools: dict[str, Any], trader: Any, prices: dict[int, int]) -> None:
    """New answers in the feeds, and pools pushed to the same."""
    for feed in world.feeds:
        feed.post(feed.latestRoundData()[1], {"from": world.user})
    for i, answer in prices.items():
        world.feeds[i].post(answer, {"from": world.user})
        token = world.tokens[i].address
        first = int(token, 16) < int(world.tokens[0].address, 16)
        over, under = (answer, PRICE) if first else (PRICE, answer)
        trader.push(pools[token], isqrt((over << 192) // under), {"from": world.user})
