"""A vault on a chain: what it says, and the calls that change it, ready to be sent."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from eth_typing import ChecksumAddress
from eth_utils.address import is_checksum_address, is_hex_address, to_checksum_address
from web3 import Web3
from web3.contract import Contract
from web3.contract.contract import ContractFunction

from counterpoise.chain.abi import abi
from counterpoise.chain.asking import asking
from counterpoise.chain.report import Preview, Report, holdings_of, preview_of, report_of
from counterpoise.errors import CounterpoiseError, Refusal
from counterpoise.types import Holdings, Order


class NotAnAddress(CounterpoiseError):
    """The text is no address, or one with a wrong checksum."""


def address_of(text: str) -> ChecksumAddress:
    """The address that the text writes. Raises `NotAnAddress`."""
    mixed = text[2:] not in (text[2:].lower(), text[2:].upper())
    if not is_hex_address(text) or (mixed and not is_checksum_address(text)):
        raise NotAnAddress(f"not an address: {text!r}")
    return to_checksum_address(text)


def contract_at(w3: Web3, name: str, address: str) -> Contract:
    """The contract there, by the ABI of that name; its structs come as named tuples."""
    return w3.eth.contract(to_checksum_address(address), abi=abi(name), decode_tuples=True)


@dataclass(frozen=True)
class VaultClient:
    """One vault, seen through a lens. Reads answer; writes return a call for a `Sender`."""

    w3: Web3
    address: ChecksumAddress
    lens: ChecksumAddress

    @cached_property
    def vault(self) -> Contract:
        return contract_at(self.w3, "Vault", self.address)

    @cached_property
    def _lens(self) -> Contract:
        return contract_at(self.w3, "VaultLens", self.lens)

    def require(self) -> None:
        """Raises `NotAContract` unless a vault and a lens answer at their addresses."""
        self.assets()
        with asking(f"a vault: {self.address}"):
            self.vault.functions.entrySpread().call()
        with suppress(Refusal), asking(f"a vault lens: {self.lens}"):
            self._lens.functions.sharePrice(self.address).call()

    # Reads

    def assets(self) -> tuple[ChecksumAddress, ...]:
        """The tokens, in the vault's order."""
        with asking(f"a vault: {self.address}"):
            return tuple(self.vault.functions.assets().call())

    def time(self) -> int:
        """{s}, the latest block's."""
        with asking("a block"):
            return int(self.w3.eth.get_block("latest")["timestamp"])

    def holdings(self, block: int) -> Holdings:
        """What the vault owns by its own books, at a block."""
        with asking(f"a vault: {self.address}"):
            return holdings_of(self.vault.functions.holdings().call(block_identifier=block))

    def block(self) -> int:
        """The latest block's number."""
        with asking("a block"):
            return int(self.w3.eth.block_number)

    def ether(self, owner: str) -> int:
        """{wei} that an account has."""
        with asking("an account"):
            return int(self.w3.eth.get_balance(to_checksum_address(owner)))

    def report(self, block: int | None = None) -> Report:
        """All that the lens says, at a block or the latest. Raises a `Refusal` before the seed."""
        with asking(f"a vault lens: {self.lens}"):
            at = self.w3.eth.block_number if block is None else block
            raw = self._lens.functions.report(self.address).call(block_identifier=at)
        return report_of(raw, at)

    def preview(self, hint: bytes = b"") -> Preview:
        """What `rebalance` would do now. Raises the `Refusal` it would revert with."""
        with asking(f"a vault: {self.address}"):
            return preview_of(self._lens.functions.preview(self.address, hint).call())

    def claim_of(self, owner: str, asset: str) -> int:
        """{unit} that the owner once left behind."""
        with asking(f"a vault: {self.address}"):
            return int(self.vault.functions.claimOf(owner, asset).call())

    # Writes

    def mint(
        self, shares: int, max_in: Sequence[int], receiver: str, deadline: int
    ) -> ContractFunction:
        """Enter in kind: {share}, the most {unit} of each asset, and a time {s}."""
        return self.vault.functions.mint(shares, list(max_in), receiver, deadline)

    def deposit(
        self, asset: str, amount: int, min_shares: int, receiver: str, deadline: int
    ) -> ContractFunction:
        """Enter with one asset: {unit} of it, the least {share}, and a time {s}."""
        return self.vault.functions.deposit(asset, amount, min_shares, receiver, deadline)

    def redeem(
        self,
        shares: int,
        receiver: str,
        deadline: int,
        skip: Sequence[str] = (),
        min_out: Sequence[int] = (),
    ) -> ContractFunction:
        """Leave in kind: {share}, a time {s}, assets to leave behind, the least {unit} of each."""
        return self.vault.functions.redeem(shares, receiver, list(skip), list(min_out), deadline)

    def claim(self, asset: str, receiver: str) -> ContractFunction:
        """Take what was once left behind."""
        return self.vault.functions.claim(asset, receiver)

    def rebalance(self) -> ContractFunction:
        """Run the pipeline with the vault's own plan."""
        return self.vault.functions.rebalance()

    def execute(self, orders: Sequence[Order], deadline: int) -> ContractFunction:
        """Run the pipeline with orders of a keeper's own, until a time {s}."""
        rows = [(o.venue, o.sell, o.buy, o.sell_amount, o.min_buy_amount) for o in orders]
        return self.vault.functions.execute(rows, deadline)
