"""Sends a call as a transaction: simulates it first, waits for it, and names what went wrong."""

from dataclasses import dataclass
from typing import Any, NoReturn

from eth_typing import BlockNumber
from web3 import Web3
from web3.contract.contract import ContractFunction
from web3.exceptions import TimeExhausted
from web3.types import TxParams, TxReceipt

from counterpoise.chain.asking import asking
from counterpoise.chain.keys import Signer
from counterpoise.errors import CounterpoiseError

HEAD_ROOM = (
    1.25  # The estimate is for this block's state; a pool may need a colder slot in the next.
)
RECEIPT_SECONDS = 120.0  # Ten blocks of twelve seconds.


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


@dataclass(frozen=True, slots=True)
class Sender:
    """One account that sends to one chain."""

    w3: Web3
    signer: Signer
    timeout: float = RECEIPT_SECONDS

    def simulate(self, call: ContractFunction) -> Any:
        """What the call would return now. Raises the `Refusal` it would revert with."""
        with asking("a contract that takes this call"):
            return call.call({"from": self.signer.address})

    def send(self, call: ContractFunction) -> TxReceipt:
        """Simulates, sends and waits.

        Raises the `Refusal` it reverts with, `NodeRefused`, `NotMined` or `Reverted`.
        """
        self.simulate(call)
        transaction = self._prepare(call)
        receipt = self._wait(self._submit(transaction))
        if receipt["status"] != 1:
            self._explain(transaction, receipt)
        return receipt

    def _prepare(self, call: ContractFunction) -> TxParams:
        sender = self.signer.address
        with asking("a contract that takes this call"):
            gas = int(call.estimate_gas({"from": sender}) * HEAD_ROOM)
            nonce = self.w3.eth.get_transaction_count(sender, "pending")
            return call.build_transaction({"from": sender, "gas": gas, "nonce": nonce})

    def _submit(self, transaction: TxParams) -> Any:
        with asking("a contract that takes this call"):
            return self.signer.send(self.w3, transaction)

    def _wait(self, transaction: Any) -> TxReceipt:
        try:
            return self.w3.eth.wait_for_transaction_receipt(
                transaction, timeout=self.timeout, poll_latency=0.05
            )
        except TimeExhausted:
            raise NotMined(transaction.to_0x_hex(), self.timeout) from None

    def _explain(self, transaction: TxParams, receipt: TxReceipt) -> NoReturn:
        """Replays it on the block before, then on its own: somebody came first, or time ran out."""
        with asking("a contract that takes this call"):
            for block in (receipt["blockNumber"] - 1, receipt["blockNumber"]):
                self.w3.eth.call(transaction, BlockNumber(block))
        raise Reverted(receipt["transactionHash"].to_0x_hex(), receipt["gasUsed"])
