"""Look at a vault once, and rebalance it if that is due.

brownie run keeper main deployments/local-demo.json --network counterpoise
"""

from __future__ import annotations

from scripts.account import sender
from scripts.deploy.entry import one_line
from scripts.vault_book import open_vault


def main(book: str) -> None:
    """Rebalance where `checkUpkeep` says it would succeed; say why not where it would not."""
    with one_line():
        there = open_vault(book)
        due, data = there.upkeep.checkUpkeep(b"")
        if not due:
            print(f"waits: {there.refusal()}")
            return
        receipt = there.upkeep.performUpkeep(data, {"from": sender()})
        print(f"rebalanced in {receipt.txid}, gas {receipt.gas_used}")
