"""What a planner must know of the venue beside it: what a look takes, and which pools are one."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.deploy.ground import Ground
from scripts.deploy.node import Node

LOOK = 300_000  # {gas} for one question, as contracts/execution/venue/SplitVenue.sol has it
OWN = 10_000  # {gas} of a path, beside what its hops take
SPLIT = 30_000  # {gas} of a split beside its looks: for each a 63rd part and what is read, at most.
PAIR = 20_000  # {gas}: two cold reads of a pair take half of it.
RANGE = 14_000  # {gas} of each range of a V3 pool, and a cold pool as much again and a half
SPACING = {100: 1, 500: 10, 3_000: 60, 10_000: 200}  # {tick} of Uniswap's own fees {1e-6}
MAX_STEPS = 8  # of a look, as contracts/execution/venue/UniswapV3Venue.sol has it


def look_gas(venue: Node) -> int:
    """{gas} that a venue needs at most for telling of a market, or that there is none."""
    if venue.contract == "SplitVenue":  # Of each it waits for an answer that long.
        return SPLIT + LOOK * len(venue.inputs[0])
    if venue.contract == "PathVenue":
        return OWN + sum(look_gas(it) for it in venue.inputs[1])
    if venue.contract == "UniswapV3Venue":
        fee, reach = int(venue.inputs[2]), int(venue.inputs[3])
        steps = reach // SPACING.get(fee, 1) + 3  # Two ends of ranges, and that of a word of ticks.
        return PAIR + RANGE * min(steps, MAX_STEPS)
    return PAIR


def is_shared(ground: Ground, straight: bool) -> bool:
    """Whether orders of one plan can meet in a pool: several assets take one path to its end.

    `straight`: the plan has also orders without the hub.
    """
    others = [it for it in ground.tokens if it != ground.hub.address]
    if len(others) < 2:
        return False
    return any(straight or it[-1] == ground.hub.address for it in _paths(ground))


def _paths(ground: Ground) -> Iterator[list[str]]:
    """The tokens of each path in the vault's venue."""
    for venue in ground.venues:
        yield from (it.inputs[0] for it in venue.all() if it.contract == "PathVenue")
