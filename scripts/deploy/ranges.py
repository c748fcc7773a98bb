"""Uniswap V3 as it was deployed: its factory, and pools with liquidity over all prices."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from brownie import web3

from counterpoise.backtest.crowd.ranges import Tier, root_of, tier_of
from counterpoise.math.ticks import MOST
from scripts.deploy.book import AddressBook
from scripts.deploy.project import at, container, interface_at
from scripts.deploy.uniswap import NO_ADDRESS, Prebuilt

ARTIFACTS = Path(__file__).parents[2] / "node_modules/@uniswap/v3-core/artifacts/contracts"


@lru_cache
def prebuilt(name: str) -> Prebuilt:
    """One of the package's contracts: UniswapV3Factory, UniswapV3Pool."""
    data = json.loads((ARTIFACTS / f"{name}.sol" / f"{name}.json").read_text())
    return Prebuilt(name, data["abi"], data["bytecode"], data)


def pool_code_hash() -> str:
    """keccak256 of the pool's creation code, from which its address follows."""
    creation = bytes.fromhex(prebuilt("UniswapV3Pool").bytecode.removeprefix("0x"))
    return str(web3.keccak(creation).to_0x_hex())


@dataclass(frozen=True)
class Ranges:
    """The factory, and the contract that lays liquidity into its pools and trades them."""

    factory: str
    trader: str
    deployer: Any

    def pool(self, sides: list[tuple[str, int]], fee: int) -> dict[str, Any]:
        """The pool of two tokens at a fee {1e-6}, as deep as {unit} of both; made where missing."""
        (first, below), (second, above) = sorted(sides, key=lambda it: int(it[0], 16))
        tier, by = tier_of(fee, (below, above)), {"from": self.deployer}
        factory = interface_at("IUniswapV3Factory", self.factory)
        if factory.getPool(first, second, fee) == NO_ADDRESS:
            factory.createPool(first, second, fee, by)
        pool = interface_at("IUniswapV3Pool", factory.getPool(first, second, fee))
        if pool.slot0()[0] == 0:
            pool.initialize(root_of(below, above), by)
        if pool.liquidity() == 0:
            self._lay(pool.address, tier)
        return {"pool": str(pool.address), "fee": fee, "liquidity": str(tier.liquidity)}

    def _lay(self, pool: str, tier: Tier) -> None:
        """All the ticks of the tier."""
        most = MOST // tier.spacing * tier.spacing
        trader = at("MockV3Trader", self.trader)
        trader.mint(pool, -most, most, tier.liquidity, {"from": self.deployer})


def ensure_ranges(book: AddressBook, deployer: Any) -> Ranges:
    """Factory and trader of a market's book."""
    factory = book.ensure("UniswapV3Factory", prebuilt("UniswapV3Factory"), [], deployer)
    trader = book.ensure("V3 trader", container("MockV3Trader"), [], deployer)
    return Ranges(factory.address, trader.address, deployer)
