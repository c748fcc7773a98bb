"""An ERC-20 token: its name on a screen, balances and allowances."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract import Contract
from web3.contract.contract import ContractFunction
from web3.logs import DISCARD
from web3.types import EventData, TxReceipt

from counterpoise.chain.asking import NotAContract, asking
from counterpoise.chain.contracts import contract_at

LONGEST_SYMBOL = 11  # As long as a symbol may be before it would tear a table apart.


@dataclass(frozen=True)
class Token:
    """One token; decimals and symbol are read once."""

    w3: Web3
    address: ChecksumAddress

    @cached_property
    def _token(self) -> Contract:
        return contract_at(self.w3, "Vault", self.address)  # A share is an ERC-20 too.

    @cached_property
    def decimals(self) -> int:
        """Raises `NotAContract` where no token answers."""
        with asking(f"a token: {self.address}"):
            return int(self._token.functions.decimals().call())

    @cached_property
    def symbol(self) -> str:
        """Printable and short, whatever the token says; of the address where it is silent."""
        said = ""
        with suppress(NotAContract), asking(f"a token: {self.address}"):
            said = str(self._token.functions.symbol().call())
        plain = "".join(c for c in said if c.isprintable() and not c.isspace())
        return plain[:LONGEST_SYMBOL] or self.address[:8]

    def balance(self, owner: str) -> int:
        """{unit}"""
        with asking(f"a token: {self.address}"):
            return int(self._token.functions.balanceOf(owner).call())

    def allowance(self, owner: str, spender: str) -> int:
        """{unit}"""
        with asking(f"a token: {self.address}"):
            return int(self._token.functions.allowance(owner, spender).call())

    def received(self, owner: str, receipt: TxReceipt) -> int:
        """{unit} that have come to an owner in a transaction, whatever has gone again."""
        logs = self._token.events.Transfer().process_receipt(receipt, errors=DISCARD)
        return sum(log["args"]["value"] for log in logs if self._is_to(owner, log))

    def _is_to(self, owner: str, log: EventData) -> bool:
        return log["address"] == self.address and log["args"]["to"] == owner

    def approve(self, spender: str, amount: int) -> ContractFunction:
        """Let a spender take {unit} of the sender's."""
        return self._token.functions.approve(spender, amount)
