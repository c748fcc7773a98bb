"""Where a state server's answers come from, and the first of two such places: a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from counterpoise.fork.state import Account, ChainState, Header

NOBODY = Account()


class Source(Protocol):
    """One chain at one block. Addresses are asked for in lower case."""

    @property
    def chain_id(self) -> int: ...

    @property
    def block(self) -> Header: ...

    def account(self, address: str) -> Account:
        """Balance, nonce and code; the storage may be left out."""
        ...

    def slot(self, address: str, slot: int) -> int:
        """What a storage word reads."""
        ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """A state that was recorded; what is not in it is nothing or 0, and noted."""

    state: ChainState
    absent_accounts: set[str] = field(default_factory=set)
    absent_slots: set[tuple[str, int]] = field(default_factory=set)

    @property
    def chain_id(self) -> int:
        return self.state.chain_id

    @property
    def block(self) -> Header:
        return self.state.block

    def account(self, address: str) -> Account:
        """Nothing where the file does not know it."""
        if address not in self.state.accounts:
            self.absent_accounts.add(address)
        return self.state.accounts.get(address, NOBODY)

    def slot(self, address: str, slot: int) -> int:
        """0 where the file does not know it; a new account's is not missed."""
        account = self.state.accounts.get(address)
        if account is None:
            return 0
        if slot not in account.storage:
            self.absent_slots.add((address, slot))
        return account.storage.get(slot, 0)
