"""What is known of a chain at one block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

NO_CODE = "0x"

Header = Mapping[str, Any]  # A block's, in JSON-RPC's own words.
Slots = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Account:
    """One address; a slot that is not among its own is not known, and reads 0."""

    balance: int = 0  # {wei}
    nonce: int = 0
    code: str = NO_CODE
    storage: Slots = field(default_factory=dict)

    def with_slots(self, slots: Slots) -> Account:
        """The same with these slots too, where it does not know better."""
        return replace(self, storage={**slots, **self.storage})


@dataclass(frozen=True, slots=True)
class ChainState:
    """Some accounts of one chain; addresses are in lower case."""

    chain_id: int
    block: Header
    accounts: Mapping[str, Account]

    @property
    def number(self) -> int:
        """The block's."""
        return int(self.block["number"], 16)

    def with_slots(self, slots: Mapping[str, Slots]) -> ChainState:
        """The same with these slots of accounts too, where it does not know better."""
        made = {
            address: self.accounts.get(address, Account()).with_slots(more)
            for address, more in slots.items()
        }
        return replace(self, accounts={**self.accounts, **made})
