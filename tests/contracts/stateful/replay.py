"""What a node has mined, once more in the EVM in process, transaction by transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from eth_abi import decode
from eth_abi.grammar import TupleType, parse
from eth_utils.abi import (
    abi_to_signature,
    function_signature_to_4byte_selector,
    get_abi_input_types,
)
from simular import PyAbi
from web3 import Web3

from tests.evm.in_process import ARTIFACTS, Chain, artifact

VENDORS = ("UniswapV2Factory", "UniswapV2Pair")


@dataclass(frozen=True)
class Mined:
    """A transaction, when it was mined, and what came of it."""

    time: int  # {s}
    sender: str
    to: str | None  # or it created
    data: bytes
    created: str | None
    gas: int  # what it used, refunds taken off


def mined(w3: Web3) -> list[Mined]:
    """All that a node has mined since its first block; nothing of it failed."""
    found = []
    for number in range(1, w3.eth.block_number + 1):
        block = w3.eth.get_block(number, True)
        for tx in block["transactions"]:
            receipt = w3.eth.get_transaction_receipt(tx["hash"])
            assert receipt["status"] == 1
            words = (tx["from"], tx.get("to"), bytes(tx["input"]), receipt["contractAddress"])
            found.append(Mined(block["timestamp"], *words, receipt["gasUsed"]))
    return found


class Replay:
    """An EVM in process in which senders have the addresses and nonces that they have there."""

    def __init__(self, senders: list[str]) -> None:
        chain = Chain()
        self.evm, self.time = chain.evm, chain.time()
        for sender in senders:
            self.evm.create_account(sender, 10**24)

    def create(self, tx: Mined) -> str:
        """The address of what it creates; simular does not tell the gas of that."""
        self._reach(tx.time)
        return str(self.evm.deploy("()", tx.sender, 0, PyAbi.from_abi_bytecode("[]", tx.data)))

    def repeat(self, tx: Mined) -> int:
        """{gas} that it uses."""
        self._reach(tx.time)
        name, types, abi = functions()[tx.data[:4]]
        values = [worded(v, parse(t)) for v, t in zip(decode(types, tx.data[4:]), types)]
        words = f"({','.join(values)})"
        return int(self.evm.transact(name, words, tx.sender, tx.to, 0, abi).gas_used)

    def balance(self, token: str, account: str) -> int:
        """{unit}"""
        abi = PyAbi.from_human_readable(["function balanceOf(address) (uint256)"])
        return int(self.evm.call("balanceOf", f"({account})", token, abi))

    def _reach(self, time: int) -> None:
        if time > self.time:
            self.evm.advance_block(time - self.time)
            self.time = time


@cache
def functions() -> dict[bytes, tuple[str, list[str], PyAbi]]:
    """By selector: the name, the types of its inputs, and an interface of that function alone."""
    found = {}
    for name in (*(path.stem for path in ARTIFACTS.glob("*.json")), *VENDORS):
        for entry in artifact(name)["abi"]:
            if entry["type"] == "function":
                selector = function_signature_to_4byte_selector(abi_to_signature(entry))
                abi = PyAbi.from_abi_bytecode(json.dumps([entry]), None)
                found[selector] = (entry["name"], get_abi_input_types(entry), abi)
    return found


def worded(value: Any, kind: Any) -> str:
    """A value as simular reads it."""
    if kind.is_array:
        return f"[{','.join(worded(entry, kind.item_type) for entry in value)}]"
    if isinstance(kind, TupleType):
        parts = (worded(entry, part) for entry, part in zip(value, kind.components))
        return f"({','.join(parts)})"
    if isinstance(value, bytes):
        return f"0x{value.hex()}"
    return str(value).lower() if isinstance(value, bool) else str(value)
