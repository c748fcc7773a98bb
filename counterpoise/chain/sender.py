"""Sends a call as a transaction: simulates it first, waits for it, and names what went wrong."""

import time
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import Any, NoReturn

from eth_typing import BlockNumber
from hexbytes import HexBytes
from web3 import Web3
from web3.contract.contract import ContractFunction
from web3.exceptions import TransactionNotFound
from web3.types import Nonce, TxParams, TxReceipt, Wei

from counterpoise.chain.asking import NodeRefused, asking
from counterpoise.chain.keys import Signer
from counterpoise.errors import CounterpoiseError

# An estimate is for this block: in the next each pair writes its two price sums, for the first
# time 44,200 gas of a trade of 100,000.
HEAD_ROOM = 1.5
RECEIPT_SECONDS = 120.0  # Ten blocks of twelve seconds.
FIRST_PAUSE, LAST_PAUSE = 0.05, 1.0  # {s} between two questions for a receipt
FEES = ("gasPrice", "maxFeePerGas", "maxPriorityFeePerGas")
RAISES = 8  # A fee is raised by a quarter each time: to six times what the node asks, no further.
# How nodes say that the one before stands in the way: it pays as much, or it is the very same.
TAKEN = ("underpriced", "already known", "already imported")
CALLED = "a contract that takes this call"
Call = ContractFunction  # What a client makes and a sender sends.


class SendProblem(CounterpoiseError):
    """The transaction was not sent, or what became of it is not known."""


class NotMined(SendProblem):
    """No receipt in time; the transaction may still be mined."""

    def __init__(self, transaction: str, seconds: float) -> None:
        super().__init__(f"transaction {transaction} is not mined after {seconds:.0f} s")
        self.transaction = transaction


class Reverted(SendProblem):
    """Mined and undone, for a reason that a replay does not show."""

    def __init__(self, transaction: str, gas_used: int) -> None:
        super().__init__(f"transaction {transaction} reverted after {gas_used} gas")
        self.transaction = transaction


class Overtaken(SendProblem):
    """An earlier call of the same account was mined in this one's place."""

    def __init__(self, transaction: str) -> None:
        super().__init__(
            f"transaction {transaction}, an earlier call, is mined in this one's place"
        )
        self.transaction = transaction


@dataclass(slots=True)
class Sender:
    """One account that sends to one chain.

    `alone`: nobody else sends for the account; so where a transaction is stuck the next one takes
    its place, at a higher fee, and the receipt of either will do if both make the same call.
    `stopped`: once it is set, nothing is waited for any more.
    """

    w3: Web3
    signer: Signer
    timeout: float = RECEIPT_SECONDS
    alone: bool = False
    stopped: Event = field(default_factory=Event)
    _sent: dict[HexBytes, TxParams] = field(default_factory=dict, repr=False)

    def simulate(self, call: ContractFunction, value: int = 0) -> Any:
        """What the call would return now. Raises the `Refusal` it would revert with."""
        with asking(CALLED):
            return call.call(self._origin(value))

    def send(self, call: ContractFunction, value: int = 0) -> TxReceipt:
        """Simulates, sends and waits; `value`: {wei} that go along.

        Raises the `Refusal` it reverts with, `NodeRefused`, `NotMined`, `Overtaken` or `Reverted`.
        """
        self.simulate(call, value)
        nonce, stuck = self._nonce()
        transaction = self._prepare(call, nonce, value)
        self._sent = self._sent if stuck else {}
        self._sent[self._submit(transaction, RAISES if stuck else 0)] = transaction
        receipt = self._wait()
        self._require_same(transaction, receipt)
        if receipt["status"] != 1:
            self._explain(transaction, receipt)
        return receipt

    def _nonce(self) -> tuple[Nonce, bool]:
        """The nonce to send with, and whether a transaction that is not mined has it already."""
        with asking(CALLED):
            ask, sender = self.w3.eth.get_transaction_count, self.signer.address
            mined, known = ask(sender, "latest"), ask(sender, "pending")
        stuck = self.alone and known > mined
        return (mined if stuck else known), stuck

    def _origin(self, value: int) -> TxParams:
        return {"from": self.signer.address, "value": Wei(value)}

    def _prepare(self, call: ContractFunction, nonce: Nonce, value: int) -> TxParams:
        origin = self._origin(value)
        with asking(CALLED):
            estimate = call.estimate_gas(origin, "latest")  # Not after what is stuck.
            gas = int(estimate * HEAD_ROOM)
            return call.build_transaction({**origin, "gas": gas, "nonce": nonce})

    def _submit(self, transaction: TxParams, raises: int) -> HexBytes:
        """Sends it; where one of the same nonce pays too much for that, a quarter higher."""
        try:
            with asking(CALLED):
                return self.signer.send(self.w3, transaction)
        except NodeRefused as refused:
            if not raises or not any(word in str(refused) for word in TAKEN):
                raise
        return self._submit(_raised(transaction), raises - 1)

    def _wait(self) -> TxReceipt:
        start, pause = time.monotonic(), FIRST_PAUSE
        while (receipt := self._receipt()) is None:
            gone = time.monotonic() - start
            if gone >= self.timeout or self.stopped.wait(min(pause, self.timeout - gone)):
                raise NotMined(next(reversed(self._sent)).to_0x_hex(), gone)
            pause = min(2 * pause, LAST_PAUSE)
        return receipt

    def _receipt(self) -> TxReceipt | None:
        """Of the last one that was sent, or of one whose place it took."""
        for transaction in reversed(self._sent):
            with asking("a receipt"), suppress(TransactionNotFound):
                return self.w3.eth.get_transaction_receipt(transaction)
        return None

    def _require_same(self, transaction: TxParams, receipt: TxReceipt) -> None:
        """Raises `Overtaken` where what is mined is another call than the last."""
        done = self._sent[receipt["transactionHash"]]
        if any(done[key] != transaction[key] for key in ("to", "data")):
            raise Overtaken(receipt["transactionHash"].to_0x_hex())

    def _explain(self, transaction: TxParams, receipt: TxReceipt) -> NoReturn:
        """Replays it on the block before, then on its own: somebody came first, or time ran out."""
        with asking(CALLED):
            for block in (receipt["blockNumber"] - 1, receipt["blockNumber"]):
                self.w3.eth.call(transaction, BlockNumber(block))
        raise Reverted(receipt["transactionHash"].to_0x_hex(), receipt["gasUsed"])


def _raised(transaction: TxParams) -> TxParams:
    fees: Any = {key: value * 5 // 4 + 1 for key, value in transaction.items() if key in FEES}  # type: ignore[operator]
    return {**transaction, **fees}
