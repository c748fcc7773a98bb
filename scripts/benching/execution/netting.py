"""Rows of the benchmark: a planner that nets sellers with buyers, in the place of the hub's."""

from __future__ import annotations

from typing import Any

from counterpoise.chain.planners import LIMITS
from scripts.benching.rows import DOWN, UP, Pools, Row, alternating, rebalance, trade_of
from scripts.benching.switched import govern
from scripts.benching.world import PRICE, TOKEN, World, level, made, move
from scripts.deploy.project import at
from scripts.deploy.uniswap import ensure_pair, factory_at

DEPTH = 10**6 * TOKEN  # {unit} of each side
MARKET_GAS = 300_000  # {gas}
EVERY = "rebalance, all assets, V2, netting where no straight market is"
ONE_PAIR = "rebalance, one sell one buy, V2, netted on their own pair"


def netting(world: World) -> list[Row]:
    """Where no two assets have a pair of their own, and where those that trade have one."""
    hub = at("HubPlanner", world.vault.planner())
    limits = [getattr(hub, it)() for it in LIMITS]
    words = world.tokens[0], hub.venue(), limits, MARKET_GAS
    govern(world, ("setPlanner", made("NettingPlanner", world.user, *words)))
    rows = [rebalance(world, EVERY, alternating(world), world.n - 1)]
    if world.n > 2:
        rows.append(_straight(world, hub.venue()))
    govern(world, ("setPlanner", hub))
    return rows


def _straight(world: World, venue: str) -> Row:
    """One asset gains what another loses, and their own pair takes it in one order."""
    ends, pair = world.tokens[1:3], _pair(world, venue)

    def moved(_: World, prices: dict[int, int]) -> None:
        move(world, prices)
        sold, bought = (world.feeds[i].latestRoundData()[1] for i in (1, 2))
        level(world, pair, ends[0], ends[1], sold * PRICE // bought)

    def floor(_: World, events: list[Any]) -> int:
        trades = [trade_of(world, it, {end.address: pair for end in ends}) for it in events]
        return int(world.floor.trade(trades, {"from": world.user}).gas_used)

    return rebalance(world, ONE_PAIR, {1: UP, 2: DOWN}, 1, pools=Pools(moved, floor))


def _pair(world: World, venue: str) -> Any:
    """Of the first two assets beside the hub, as deep as those of the hub."""
    ends = world.tokens[1:3]
    factory = factory_at(at("UniswapV2Venue", venue).factory())
    pair = ensure_pair(factory, ends[0].address, ends[1].address, world.user)
    for token in ends:
        token.mint(pair, DEPTH, {"from": world.user})
    pair.mint(world.user, {"from": world.user})
    return pair
