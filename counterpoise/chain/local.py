"""A local node driven block by block: many transactions, one round trip, one block."""

from __future__ import annotations

import http.client
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from eth_abi.abi import decode
from eth_typing import ChecksumAddress
from hexbytes import HexBytes
from web3 import Web3
from web3.types import TxParams

from counterpoise.chain.node import Call, Receipt
from counterpoise.chain.reverts import decode as refusal_of
from counterpoise.errors import CounterpoiseError

GAS = 8_000_000  # Enough for any call here; what is left of it is given back.
TIMEOUT = 30.0  # {s}
HEADERS = {"Content-Type": "application/json"}


class NotAsTold(CounterpoiseError):
    """A local node did not do what it was told; carries its message. Nobody waits for it to."""


@dataclass(slots=True)
class LocalNode:
    """An Anvil whose accounts are unlocked; blocks are made by `mine` alone."""

    url: str
    _connection: http.client.HTTPConnection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=TIMEOUT)
        self.ask(("evm_setAutomine", [False]))

    def close(self) -> None:
        self._connection.close()

    def ask(self, *questions: tuple[str, Sequence[Any]]) -> list[Any]:
        """Results of several requests, in one round trip; of none without one.

        Raises `NotAsTold`.
        """
        if not questions:  # A node takes an empty batch for a request that it cannot read.
            return []
        body = [
            {"jsonrpc": "2.0", "id": i, "method": method, "params": params}
            for i, (method, params) in enumerate(questions)
        ]
        answers = self._post(body)
        for answer in answers:
            if "error" in answer:
                raise NotAsTold(str(answer["error"].get("message", answer["error"])))
        return [answer["result"] for answer in sorted(answers, key=lambda answer: answer["id"])]

    def accounts(self) -> list[str]:
        accounts: list[str] = self.ask(("eth_accounts", []))[0]
        return accounts

    def read(self, kinds: Sequence[str], *calls: Call) -> list[tuple[Any, ...]]:
        """What views answer now, decoded as these types."""
        questions = [("eth_call", [{"to": call.to, "data": call.data}, "latest"]) for call in calls]
        return [decode(kinds, bytes.fromhex(raw[2:])) for raw in self.ask(*questions)]

    def expect(self, time: int) -> None:
        """The next block's time {s}."""
        self.ask(("evm_setNextBlockTimestamp", [time]))

    def mine(self, time: int, *calls: Call) -> list[Receipt]:
        """One block at that time {s} with these calls in their order."""
        sends = [("eth_sendTransaction", [_transaction(call)]) for call in calls]
        block: list[tuple[str, Sequence[Any]]] = [
            ("evm_setNextBlockTimestamp", [time]),
            *sends,
            ("evm_mine", []),
        ]
        hashes = self.ask(*block)[1:-1]
        receipts = (
            self.ask(*(("eth_getTransactionReceipt", [it]) for it in hashes)) if calls else []
        )
        return [_receipt(raw) for raw in receipts]

    def must(self, time: int, *calls: Call) -> list[Receipt]:
        """As `mine`; raises the `Refusal` of the first call that the chain reverted."""
        receipts = self.mine(time, *calls)
        for call, receipt in zip(calls, receipts, strict=True):
            if not receipt.succeeded:
                self._explain(call, receipt)
        return receipts

    def attempt(self, call: Call, block: str = "pending") -> tuple[bool, bytes]:
        """Whether a call would succeed in a block, the next one unless another is named."""
        body = {"jsonrpc": "2.0", "id": 0, "method": "eth_call"}
        body["params"] = [_transaction(call), block]
        answer = self._post(body)
        said = answer.get("result") or answer.get("error", {}).get("data") or "0x"
        return "result" in answer, bytes.fromhex(said[2:])

    def _post(self, body: Any) -> Any:
        self._connection.request("POST", "/", json.dumps(body), HEADERS)
        return json.loads(self._connection.getresponse().read())

    def _explain(self, call: Call, receipt: Receipt) -> None:
        """Replay it on the block before, to hear the reason."""
        raise refusal_of(self.attempt(call, hex(receipt.block - 1))[1])


@dataclass(frozen=True, slots=True)
class BlockSigner:
    """One of a local node's accounts; each transaction that it sends gets its block at once."""

    node: LocalNode
    address: ChecksumAddress

    def send(self, w3: Web3, transaction: TxParams) -> HexBytes:
        """Leaves the signing to the node, and has the block made at the time it expects."""
        sent = w3.eth.send_transaction(transaction)
        self.node.ask(("evm_mine", []))
        return sent


def _transaction(call: Call) -> dict[str, str]:
    return {"from": call.sender, "to": call.to, "data": call.data, "gas": hex(GAS)}


def _receipt(raw: Any) -> Receipt:
    if raw is None:
        raise NotAsTold("a transaction was left out of its block")
    return Receipt(raw["status"] == "0x1", int(raw["gasUsed"], 16), int(raw["blockNumber"], 16))
