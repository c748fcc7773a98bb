"""A deployed vault, found by its address book."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brownie.exceptions import VirtualMachineError

from scripts.deploy.parameters import Mismatch, read
from scripts.deploy.project import at

ONE = 10**18  # D18{1}


@dataclass(frozen=True)
class VaultBook:
    """The vault and its lens, with what people ask of them."""

    vault: Any
    lens: Any

    def at_token(self, address: str) -> Any:
        return at("MockToken", address)

    def token(self, symbol: str) -> Any:
        """The asset of that symbol; raises `Mismatch` where the vault has none."""
        tokens = {token.symbol(): token for token in map(self.at_token, self.vault.assets())}
        if symbol not in tokens:
            raise Mismatch("asset", "one of " + ", ".join(tokens), symbol)
        return tokens[symbol]

    def expected_shares(self, token: str, amount: int) -> int:
        """{share} that an amount is worth less the entry spread, rounded down. `amount`: {unit}"""
        _, supply, value, assets = self.lens.observe(self.vault.address)[0]
        _, unit, _, price, _ = next(asset for asset in assets if asset[0] == token)
        worth = amount * price // unit
        return int(worth * (ONE - self.vault.entrySpread()) * supply // (value * ONE))

    def worth_in_kind(self, shares: int) -> list[int]:
        """{unit} of each asset that the shares are by the books, rounded down."""
        _, balances, supply = self.vault.holdings()
        return [shares * balance // supply for balance in balances]

    def refusal(self) -> str:
        """The error that a rebalance would revert with now; empty where there is none."""
        try:
            self.vault.preview(b"")
        except VirtualMachineError as error:
            return str(error.revert_msg or error.message)
        return ""


def open_vault(book: str) -> VaultBook:
    """The vault of an address book; raises `Refused` where there is no such file."""
    addresses = read(Path(book))["addresses"]
    return VaultBook(at("Vault", addresses["vault"]), at("VaultLens", addresses["lens"]))
