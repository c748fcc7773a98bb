"""Rows of the benchmark: a rebalance of all assets with every memory and the market's state on."""

from __future__ import annotations

from typing import Any

from scripts.benching.memory import Memories
from scripts.benching.rows import Row, alternating, rebalance
from scripts.benching.world import TOKEN, World, made, wait
from scripts.deploy.project import at

DELAY = 172_800  # {s}, the governor's
SLICE = TOKEN // 2  # D18{1}


def switched_on(world: World, memories: Memories) -> list[Row]:
    """With markets alone, with volatilities, and with correlations too."""
    hub = world.tokens[0]
    limits = at("ConstraintSet", world.vault.constraint()).members()
    market = made("MarketConstraint", world.user, SLICE)
    strategy = made("MarketStrategy", world.user, world.vault.strategy(), hub, SLICE)
    together = made("ConstraintSet", world.user, world.vault, [*limits, market])
    govern(world, ("setStrategy", strategy), ("setConstraint", together))
    return [_row(world, memories, name) for name in memories.observers]


def _row(world: World, memories: Memories, name: str) -> Row:
    govern(world, ("setObserver", memories.observers[name]))

    def look() -> None:
        memories.market.record({"from": world.user})

    row = f"rebalance, all assets, V2, with {name}"
    return rebalance(world, row, alternating(world), world.n - 1, look)


def govern(world: World, *steps: tuple[str, Any]) -> None:
    """What the governor wants, after its delay: a function each, and its one input or a tuple."""
    sender, authority = {"from": world.user}, at("Authority", world.vault.authority())
    listed = [(name, given if isinstance(given, tuple) else (given,)) for name, given in steps]
    calls = [getattr(world.vault, name).encode_input(*inputs) for name, inputs in listed]
    for data in calls:
        authority.schedule(world.vault, data, 0, sender)
    wait(DELAY + 1)
    for data in calls:
        authority.execute(world.vault, data, sender)
