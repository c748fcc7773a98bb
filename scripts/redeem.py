"""Leave a vault in kind, with a part of one's shares or all of them.

brownie run redeem main deployments/local-demo.json all --network counterpoise
"""

from __future__ import annotations

from typing import Any

from scripts.account import sender
from scripts.deploy.entry import one_line
from scripts.deploy.parameters import Fields
from scripts.deploy.project import now
from scripts.vault_book import VaultBook, open_vault

DEADLINE = 600  # {s}
SLIPPAGE = 100  # One part in 100 of what the books say the shares are.


def main(book: str, shares: str = "all") -> None:
    """Redeem so many whole shares, or `all` that the account has."""
    with one_line():
        holder, there = sender(), open_vault(book)
        for symbol, amount in redeem(there, shares, holder).items():
            print(f"received {amount} {symbol}")


def redeem(there: VaultBook, shares: str, holder: Any) -> dict[str, str]:
    """Redeem, with limits 1 % below the books; returns whole tokens received, by symbol."""
    vault = there.vault
    units = vault.balanceOf(holder) if shares == "all" else _units(shares)
    tokens = [there.at_token(address) for address in vault.assets()]
    before = [token.balanceOf(holder) for token in tokens]
    least = [amount * (SLIPPAGE - 1) // SLIPPAGE for amount in there.worth_in_kind(units)]
    vault.redeem(units, holder, [], least, now() + DEADLINE, {"from": holder})
    return {
        token.symbol(): f"{(token.balanceOf(holder) - had) / 10 ** token.decimals():.8f}"
        for token, had in zip(tokens, before, strict=True)
    }


def _units(shares: str) -> int:
    return Fields({"shares": shares}).amount("shares", 18)
