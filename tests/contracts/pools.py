"""Uniswap V3's pools on the node, from its published bytecode, and an oracle of each kind."""

from __future__ import annotations

import json
from functools import cache
from math import isqrt
from pathlib import Path
from typing import Any

from brownie import Contract
from world import HOUR, PERCENT, World, deploy

UNISWAP = Path(__file__).parents[2] / "node_modules/@uniswap/v3-core/artifacts/contracts"
HALF_HOUR, BLOCK = 1_800, 12  # {s}
FEE = 3_000  # {1e-6}
FULL = -887_220, 887_220  # all the ticks of that tier
ROOM = HALF_HOUR // BLOCK + 1  # observations


@cache
def artifact(name: str) -> dict[str, Any]:
    """What Uniswap published of a V3 contract: its own bytecode."""
    return json.loads((UNISWAP / f"{name}.sol" / f"{name}.json").read_text())


def uniswap(name: str, address: str) -> Any:
    """One of Uniswap's contracts at an address."""
    return Contract.from_abi(name, address, artifact(name)["abi"], persist=False)


def deploy_factory(sender: Any) -> Any:
    """Uniswap V3's factory."""
    created = sender.transfer(data=artifact("UniswapV3Factory")["bytecode"])
    return uniswap("UniswapV3Factory", created.contract_address)


def create_pool(
    factory: Any, sender: Any, first: Any, second: Any, amounts: tuple[int, int]
) -> Any:
    """A pool of two tokens with these amounts {unit} over all prices; it remembers 30 minutes."""
    factory.createPool(first, second, FEE, by(sender))
    pool = uniswap("UniswapV3Pool", factory.getPool(first, second, FEE))
    under, over = amounts if pool.token0() == first.address else amounts[::-1]
    pool.initialize(isqrt((over << 192) // under), by(sender))
    pool.increaseObservationCardinalityNext(ROOM, by(sender))
    trader = deploy("MockV3Trader", sender)
    trader.mint(pool, *FULL, isqrt(over * under), by(sender))
    return pool


def by(sender: Any) -> dict[str, Any]:
    return {"from": sender}


def oracles(world: World) -> dict[str, Any]:
    """One of each kind over pools of the hub and the first other asset, by its name."""
    sender, base, quote = world.deployer, world.tokens[1], world.tokens[0]
    amounts = tuple(reversed(world.reserves(1)))
    factory = deploy_factory(sender)
    create_pool(factory, sender, base, quote, amounts)
    arguments = {
        "UniswapV2SpotOracle": (world.factory, base, quote, PERCENT),
        "UniswapV2TwapOracle": (world.factory, base, quote, HALF_HOUR, 2 * HOUR, PERCENT),
        "UniswapV3SpotOracle": (factory, base, quote, FEE, PERCENT),
        "UniswapV3TwapOracle": (factory, base, quote, FEE, HALF_HOUR, BLOCK, 0, PERCENT),
    }
    return {name: deploy(name, sender, *values) for name, values in arguments.items()}
