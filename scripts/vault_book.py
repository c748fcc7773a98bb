"""A deployed vault, found by its address book."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brownie.exceptions import VirtualMachineError

from counterpoise.math.valuation import shares_for
from scripts.deploy.parameters import Fields, Mismatch, read
from scripts.deploy.project import at


@dataclass(frozen=True)
class VaultBook:
    """The vault, its lens and its upkeep, with what people ask of them."""

    vault: Any
    lens: Any
    upkeep: Any

    def at_token(self, address: str) -> Any:
        return at("MockToken", address)

    def token(self, symbol: str) -> Any:
        """The asset of that symbol; raises `Mismatch` where the vault has none."""
        tokens = {token.symbol(): token for token in map(self.at_token, self.vault.assets())}
        if symbol not in tokens:
            raise Mismatch("asset", "one of " + ", ".join(tokens), symbol)
        return tokens[symbol]

    def expected_shares(self, token: str, amount: int) -> int:
        """{share} that a deposit would bring now. `amount`: {unit}"""
        holdings = self.vault.holdings()
        observer = at("SpotObserver", self.vault.observer())
        planner = at("HubPlanner", self.vault.planner())
        spread = max(self.vault.entrySpread(), planner.maxCost())
        paid, held = observer.appraise(holdings, token, amount)
        return shares_for(paid, held, holdings[2], spread)

    def worth_in_kind(self, shares: int) -> list[int]:
        """{unit} of each asset that the shares are by the books, rounded down."""
        _, balances, supply = self.vault.holdings()
        return [shares * balance // supply for balance in balances]

    def refusal(self) -> str:
        """The error that a rebalance would revert with now; empty where there is none."""
        try:
            self.lens.preview(self.vault, b"")
        except VirtualMachineError as error:
            return str(error.revert_msg or error.message)
        return ""


def open_vault(book: str) -> VaultBook:
    """The vault of an address book; raises `Refused` where there is no such file."""
    addresses = Fields(read(Path(book)), Path(book).name).group("addresses")
    names = {"Vault": "vault", "VaultLens": "lens", "VaultUpkeep": "upkeep"}
    return VaultBook(*(at(name, addresses.address(key)) for name, key in names.items()))
