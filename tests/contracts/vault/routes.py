"""One of each further venue beside the vault of a world; no vault allows them."""

from __future__ import annotations

from typing import Any

from eth_utils.crypto import keccak
from pools import FEE, artifact, deploy_factory
from world import NOBODY, World, deploy


def venues(world: World) -> dict[str, Any]:
    """By their names, over the world's own venue; the factory of V3 has no pool of its tokens."""
    sender, other = world.deployer, deploy("MockVenue", world.deployer)
    split = deploy("SplitVenue", sender, [world.venue, other], 0, NOBODY, NOBODY)
    path = deploy("PathVenue", sender, world.tokens[1:3], [world.venue, world.venue])
    code = keccak(hexstr=artifact("UniswapV3Pool")["bytecode"])
    ranges = deploy("UniswapV3Venue", sender, deploy_factory(sender), code, FEE, 20)
    return {"SplitVenue": split, "PathVenue": path, "UniswapV3Venue": ranges}
