"""Rows of the benchmark: what goes in and out, and what is traded, beside its floor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scripts.benching.world import PRICE, TOKEN, World, move

LATE = 2**40  # {s}, a deadline that never comes.
UP, DOWN = 6 * PRICE // 5, 4 * PRICE // 5  # One asset gains what another loses.


@dataclass(frozen=True)
class Row:
    """One measurement: our gas, and the floor's."""

    name: str
    n: int
    gas: int
    floor: int
    ratio: float


def _row(world: World, name: str, ours: Any, floor: int) -> Row:
    return Row(name, world.n, ours.gas_used, floor, round(ours.gas_used / floor, 4))


def create(world: World) -> Row:
    floor = world.floor.enter(world.tokens, TOKEN, {"from": world.user}).gas_used
    ratio = round(world.creation / floor, 4)
    return Row("create", world.n, world.creation, floor, ratio)


def entries_and_exits(world: World) -> list[Row]:
    vault, floor, sender = world.vault, world.floor, {"from": world.user}
    limits, least = [TOKEN + 1] * world.n, [TOKEN // 2 - 1] * world.n
    vault.mint(TOKEN, limits, world.user, LATE, sender)
    floor.enter(world.tokens, TOKEN, sender)
    mint = vault.mint(TOKEN, limits, world.user, LATE, sender)
    enter = floor.enter(world.tokens, TOKEN, sender).gas_used
    redeem = vault.redeem(TOKEN // 2, world.user, [], least, LATE, sender)
    leave = floor.leave(world.tokens, TOKEN // 2, sender).gas_used
    deposit = vault.deposit(world.tokens[1], TOKEN, 1, world.user, LATE, sender)
    enter_one = floor.enterOne(world.tokens[1], TOKEN, sender).gas_used
    return [
        _row(world, "mint in kind, later", mint, enter),
        _row(world, "redeem in kind", redeem, leave),
        _row(world, "deposit one asset", deposit, enter_one),
    ]


def alternating(world: World) -> dict[int, int]:
    """A price for each asset but the hub: every other one gains, the rest lose."""
    return {i: UP if i % 2 else DOWN for i in range(1, world.n)}


@dataclass(frozen=True)
class Pools:
    """Where a vault trades: how its pools come to prices, and what the floor spends."""

    move: Callable[[World, dict[int, int]], None]
    floor: Callable[[World, list[Any]], int]  # {gas} of what events of the vault tell


def rebalance(
    world: World,
    name: str,
    prices: dict[int, int],
    orders: int,
    look: Callable[[], None] = lambda: None,
    pools: Pools | None = None,
    by: Callable[[], Any] | None = None,
) -> Row:
    """A second rebalance, the vault's own or by a door, and the floor with its trades after it.

    Before each somebody looks at what the vault's observer needs.
    """
    pools, by = pools or PAIRS, by or (lambda: world.vault.rebalance({"from": world.user}))
    turned = dict.fromkeys(prices, UP * DOWN // PRICE)  # What had gained loses as much, and back.
    pools.move(world, prices)
    look()
    by()
    pools.move(world, turned)
    look()
    ours = by()
    trades = ours.events["Traded"]
    if len(trades) != orders:
        raise RuntimeError(f"{name}, n = {world.n}: {len(trades)} orders instead of {orders}")
    pools.move(world, turned)
    floor = pools.floor(world, list(trades))
    pools.move(world, dict.fromkeys(prices, PRICE))
    return _row(world, name, ours, floor)


def _on_pairs(world: World, events: list[Any]) -> int:
    trades = [trade_of(world, event, world.pairs) for event in events]
    return int(world.floor.trade(trades, {"from": world.user}).gas_used)


def trade_of(world: World, event: Any, pools: dict[str, Any]) -> tuple[str, str, int, bool]:
    """What the floor is told of a trade of the vault, on whichever pool is the asset's."""
    other = event["buy"] if event["sell"] == world.tokens[0] else event["sell"]
    forward = int(event["sell"], 16) < int(event["buy"], 16)
    return (pools[other].address, event["sell"], event["sold"], forward)


PAIRS = Pools(move, _on_pairs)
