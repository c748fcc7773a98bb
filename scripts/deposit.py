"""Enter a vault with one asset at the oracle's value.

    brownie run deposit main deployments/local-demo.json USDC 1000 --network counterpoise

The account is that of `scripts/account.py`; the fewest shares accepted are 1 % below the preview.
"""

from __future__ import annotations

from typing import Any

from scripts.account import sender
from scripts.deploy.entry import one_line
from scripts.deploy.parameters import Fields
from scripts.deploy.project import now
from scripts.vault_book import VaultBook, open_vault

DEADLINE = 600  # {s}
SLIPPAGE = 100  # One part in 100 of the shares the oracle's value would bring.


def main(book: str, symbol: str, amount: str) -> None:
    """Deposit so many whole tokens of the asset with that symbol."""
    with one_line():
        holder, there = sender(), open_vault(book)
        shares = deposit(there, symbol, amount, holder)
        print(f"deposited {amount} {symbol} for {shares / 10**18:.6f} shares")


def deposit(there: VaultBook, symbol: str, amount: str, holder: Any) -> int:
    """Approve exactly the amount, then deposit it; returns {share} minted."""
    token = there.token(symbol)
    units = Fields({"amount": amount}).amount("amount", token.decimals())
    token.approve(there.vault.address, units, {"from": holder})
    least = there.expected_shares(token.address, units) * (SLIPPAGE - 1) // SLIPPAGE
    before = there.vault.balanceOf(holder)
    deadline = now() + DEADLINE
    there.vault.deposit(token.address, units, least, holder, deadline, {"from": holder})
    return int(there.vault.balanceOf(holder) - before)
