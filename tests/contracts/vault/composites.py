"""One of each oracle that asks others beside the vault of a world; no vault asks them."""

from __future__ import annotations

from typing import Any

from world import ONE, USD, World, deploy

from counterpoise.observer.oracle.composite import SCALE
from tests.evm.observer.oracle.sources import GAS


def oracles(world: World) -> dict[str, Any]:
    """By their names, over sources that say one for one."""
    sender, token = world.deployer, world.tokens[0]
    vault, feed = deploy("MockVault4626", sender, token), world.feeds[0]
    sources = [deploy("MockSource", sender) for _ in range(3)]
    for source in sources:
        source.set(SCALE, SCALE, SCALE, {"from": sender})
    pair, percent = (token, USD), ONE // 100
    arguments = {
        "CrossOracle": (token, world.tokens[1], USD, *sources[:2]),
        "Erc4626Oracle": (vault, USD, sources[0], SCALE, percent, percent),
        "FallbackOracle": (*pair, *sources[:2], percent, GAS),
        "MedianOracle": (*pair, sources, 2, percent, GAS),
        "PeggedOracle": (*pair, sources[0], SCALE, percent),
        "SequencerOracle": (*pair, sources[0], feed, 3_600),
    }
    return {name: deploy(name, sender, *values) for name, values in arguments.items()}
