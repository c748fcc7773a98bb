"""Uniswap V3's factory and pools on the scripts' market, from its published bytecode."""

from __future__ import annotations

import json
from math import isqrt
from pathlib import Path
from typing import Any

from scripts.deploy.project import at, container, interface_at
from scripts.deploy.project import deploy as create

UNISWAP = Path(__file__).parents[2] / "node_modules/@uniswap/v3-core/artifacts/contracts"
FEE = 3_000  # {1e-6}
FULL = -887_220, 887_220  # all the ticks of that tier


def deploy_factory(sender: Any) -> str:
    made = json.loads((UNISWAP / "UniswapV3Factory.sol/UniswapV3Factory.json").read_text())
    return str(sender.transfer(data=made["bytecode"]).contract_address)


def create_pool(factory: str, sender: Any, first: str, second: str, amounts: Any, room: int) -> Any:
    """A pool of two tokens with these amounts {unit} over all prices, and room to remember."""
    by = {"from": sender}
    places = interface_at("IUniswapV3Factory", factory)
    places.createPool(first, second, FEE, by)
    pool = interface_at("IUniswapV3Pool", places.getPool(first, second, FEE))
    under, over = amounts if pool.token0() == first else amounts[::-1]
    pool.initialize(isqrt((over << 192) // under), by)
    pool.increaseObservationCardinalityNext(room, by)
    trader = create(container("MockV3Trader"), [], sender)
    at("MockV3Trader", trader).mint(pool.address, *FULL, isqrt(over * under), by)
    return pool
