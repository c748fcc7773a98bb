"""What stands on Ethereum mainnet, by its address, and the calls that the tests make of it."""

from __future__ import annotations

import re
from typing import Any

from web3 import Web3
from web3.contract import Contract

WETH = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"
USDC = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"
ETH_FEED = "0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419"  # Chainlink's ETH / USD
USDC_FEED = "0x8fFfFfd4AfB6115b954Bd326cbe7B4BA576818f6"  # Chainlink's USDC / USD
FACTORY = "0x5C69bEe701ef814a2B6a3EDD4B1652CB9cc5aA6f"  # Uniswap V2's
PAIR = "0xB4e16d0168e52d35CaCD2c6185b44281Ec28C9Dc"  # its USDC / WETH
PAIR_CODE = "0x96e8ac4277198ff8b6f785478aa9a39f403cb768dd02cbee326c3e7da348845f"
FACTORY_V3 = "0x1F98431c8aD98523631AE4a59f267346ea31F984"  # Uniswap V3's
POOL_CODE = "0xe34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54"
PERMIT2 = "0x000000000022D473030F116dDEE9F6B43aC78BA3"
SPACINGS = 4  # the slot of the V3 factory's tick spacings, by fee

WETH_CALLS = (
    "deposit()",
    "approve(address,uint256)",
    "transfer(address,uint256)",
    "balanceOf(address) -> uint256",
)
USDC_CALLS = (
    *WETH_CALLS[1:],
    "totalSupply() -> uint256",
    "blacklister() -> address",
    "blacklist(address)",
    "unBlacklist(address)",
    "pauser() -> address",
    "pause()",
    "unpause()",
)
PROXY_CALLS = (
    "aggregator() -> address",
    "latestRoundData() -> uint80,int256,uint256,uint256,uint80",
)
PAIR_CALLS = (
    "getReserves() -> uint112,uint112,uint32",
    "swap(uint256,uint256,address,bytes)",
)
CALL = re.compile(r"(\w+)\((.*?)\)(?: -> (.*))?")


def at(w3: Web3, address: str, calls: tuple[str, ...]) -> Contract:
    """A contract of other people's, by those of its calls that are needed."""
    return w3.eth.contract(Web3.to_checksum_address(address), abi=[_entry(it) for it in calls])


def is_there(w3: Web3, address: str) -> bool:
    """Whether it has code at this block."""
    return bool(w3.eth.get_code(Web3.to_checksum_address(address)))


def mapped(key: str | int, slot: int) -> int:
    """Where a mapping at a slot keeps what it has of an address or a number."""
    number = int(key, 16) if isinstance(key, str) else key
    return int.from_bytes(Web3.keccak(number.to_bytes(32, "big") + slot.to_bytes(32, "big")), "big")


def text(word: str) -> int:
    """A short string as storage has it."""
    raw = word.encode()
    return int.from_bytes(raw.ljust(31, b"\0"), "big") << 8 | 2 * len(raw)


# What never changes and no transaction of the recorded block has read: symbols, decimals,
# and how far apart the ticks of Uniswap V3 are.
CONSTANTS = {
    WETH.lower(): {1: text("WETH"), 2: 18},
    USDC.lower(): {5: text("USDC"), 6: 6},
    FACTORY_V3.lower(): {mapped(fee, SPACINGS): step for fee, step in ((500, 10), (3_000, 60))},
}


def _entry(call: str) -> dict[str, Any]:
    found = CALL.fullmatch(call)
    assert found, call
    name, inputs, outputs = found.groups()
    return {
        "type": "function",
        "name": name,
        "inputs": _typed(inputs),
        "outputs": _typed(outputs or ""),
        "stateMutability": "view" if outputs else "payable",
    }


def _typed(kinds: str) -> list[dict[str, str]]:
    return [{"name": "", "type": kind} for kind in kinds.split(",") if kind]
