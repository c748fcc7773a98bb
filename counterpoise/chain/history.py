"""What rebalances a block has in it, by their events."""

from collections.abc import Iterator
from dataclasses import dataclass

from eth_utils.abi import function_abi_to_4byte_selector
from web3.types import TxReceipt

from counterpoise.chain.asking import asking
from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.events import Rebalanced, Traded, events_of


@dataclass(frozen=True, slots=True)
class Step:
    """A rebalance that was made."""

    tx: str
    index: int  # of its transaction in the block; 0: nothing was done before it
    planned: bool  # by the vault's planner; False: a keeper's own orders
    trades: tuple[Traded, ...]
    made: Rebalanced


def steps_of(vault: VaultClient, block: int) -> tuple[Step, ...]:
    """A vault's rebalances in a block, in their order."""
    with asking("a block"):
        logs = vault.vault.events.Rebalanced().get_logs(from_block=block, to_block=block)
        hashes = dict.fromkeys(log["transactionHash"] for log in logs)
        receipts = [vault.w3.eth.get_transaction_receipt(it) for it in hashes]
    return tuple(step for receipt in receipts for step in _steps(vault, receipt))


def _steps(vault: VaultClient, receipt: TxReceipt) -> Iterator[Step]:
    """Each with the trades since the one before it."""
    trades: list[Traded] = []
    planned = not _is_own(vault, receipt)
    tx, index = receipt["transactionHash"].to_0x_hex(), receipt["transactionIndex"]
    for event in events_of(vault.vault, receipt):
        if isinstance(event, Traded):
            trades.append(event)
        elif isinstance(event, Rebalanced):
            yield Step(tx, index, planned, tuple(trades), event)
            trades = []


def _is_own(vault: VaultClient, receipt: TxReceipt) -> bool:
    """Whether the vault was called with orders that somebody had made."""
    with asking("a transaction"):
        sent = vault.w3.eth.get_transaction(receipt["transactionHash"])
    own = vault.vault.get_function_by_name("execute").abi
    return sent.get("to") == vault.address and sent["input"][:4] == function_abi_to_4byte_selector(
        own
    )
