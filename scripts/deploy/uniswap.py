"""Uniswap V2 as it was deployed: the factory and pairs from the bytecode that its package ships."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from brownie import web3

from scripts.deploy.project import bound

ARTIFACTS = Path(__file__).parents[2] / "node_modules" / "@uniswap" / "v2-core" / "build"
NO_ADDRESS = "0x" + "00" * 20


@dataclass(frozen=True)
class Prebuilt:
    """Ready-made bytecode, in the shape of a Brownie container."""

    _name: str
    abi: list[Any]
    bytecode: str
    _build: dict[str, Any]


@lru_cache
def prebuilt(name: str) -> Prebuilt:
    """One of the package's contracts: UniswapV2Factory, UniswapV2Pair."""
    data = json.loads((ARTIFACTS / f"{name}.json").read_text())
    runtime = data["evm"]["deployedBytecode"]["object"]
    return Prebuilt(name, data["abi"], data["bytecode"], {"deployedBytecode": runtime})


def pair_code_hash() -> str:
    """keccak256 of the pair's creation code, from which its address follows."""
    creation = bytes.fromhex(prebuilt("UniswapV2Pair").bytecode.removeprefix("0x"))
    return str(web3.keccak(creation).to_0x_hex())


def pair_address(factory: str, code_hash: str, a: str, b: str) -> str:
    """Where the pair of two tokens stands by CREATE2, deployed or not."""
    low, high = sorted((bytes.fromhex(a[2:]), bytes.fromhex(b[2:])))
    salt = web3.keccak(low + high)
    packed = b"\xff" + bytes.fromhex(factory[2:]) + salt + bytes.fromhex(code_hash[2:])
    return str(web3.to_checksum_address(web3.keccak(packed)[12:]))


def ensure_pair(factory: Any, a: str, b: str, deployer: Any) -> Any:
    """The pair of two tokens, created where it is missing."""
    if factory.getPair(a, b) == NO_ADDRESS:
        factory.createPair(a, b, {"from": deployer})
    return pair_at(factory.getPair(a, b))


def factory_at(address: str) -> Any:
    return bound(prebuilt("UniswapV2Factory"), address)


def pair_at(address: str) -> Any:
    return bound(prebuilt("UniswapV2Pair"), address)
