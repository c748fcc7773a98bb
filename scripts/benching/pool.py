"""A Uniswap V3 pool from its published bytecode, with an oracle and a depth of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from scripts.benching.world import TOKEN, World, made, wait
from scripts.deploy.project import bound, deploy
from scripts.deploy.uniswap import Prebuilt

ARTIFACTS = Path(__file__).parents[2] / "node_modules/@uniswap/v3-core/artifacts/contracts"
FEE = 3_000  # {1e-6}
FULL = -887_220, 887_220  # all the ticks of that tier
DEPTH = 10**6 * TOKEN  # {unit} of each side
HALF_HOUR, DAY, BLOCK = 1_800, 86_400, 12  # {s}
ROOM = HALF_HOUR // BLOCK + 1  # observations
EVEN = 1 << 96  # X96, the root of a price of one


@dataclass(frozen=True)
class Pool:
    """What asks one pool; nobody has traded in it for half an hour."""

    spot: Any
    twap: Any
    depth: Any


@lru_cache
def published(name: str) -> Prebuilt:
    """One of Uniswap's V3 contracts."""
    data = json.loads((ARTIFACTS / f"{name}.sol" / f"{name}.json").read_text())
    return Prebuilt(name, data["abi"], data["bytecode"], {})


def pool_of(world: World, token: Any) -> Pool:
    """A pool of a token with the hub at a price of one, and whoever asks it."""
    hub, sender = world.tokens[0], {"from": world.user}
    origin = published("UniswapV3Factory")
    factory = bound(origin, deploy(origin, [], world.user))
    factory.createPool(token, hub, FEE, sender)
    pool = bound(published("UniswapV3Pool"), factory.getPool(token, hub, FEE))
    pool.initialize(EVEN, sender)
    pool.increaseObservationCardinalityNext(ROOM, sender)
    made("MockV3Trader", world.user).mint(pool, *FULL, DEPTH, sender)
    deviation = TOKEN // 100
    spot = made("UniswapV3SpotOracle", world.user, factory, token, hub, FEE, deviation)
    window = HALF_HOUR, BLOCK, 0, deviation
    twap = made("UniswapV3TwapOracle", world.user, factory, token, hub, FEE, *window)
    times = HALF_HOUR, 12 * HALF_HOUR, 7 * DAY
    depth = made("UniswapV3DepthEstimator", world.user, pool, *times)
    wait(DAY)
    depth.record(sender)
    return Pool(spot, twap, depth)
