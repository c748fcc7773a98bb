"""An auction and its planner beside the vault of a world, which does not allow it."""

from __future__ import annotations

from typing import Any

from world import ONE, World, deploy

TERMS = (ONE // 100, ONE // 100, ONE // 20, 900, 600)


def auctions(world: World) -> dict[str, Any]:
    """By their names."""
    auction = deploy("DutchAuction", world.deployer, TERMS)
    bound = (world.vault, auction, world.planner, (ONE, ONE))
    return {
        "DutchAuction": auction,
        "AuctionPlanner": deploy("AuctionPlanner", world.deployer, *bound),
    }
