"""A vault's parts, read at a block: what never changes is asked for only once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from web3 import Web3
from web3.contract import Contract

from counterpoise.chain.asking import NotAContract, asking
from counterpoise.chain.contracts import contract_at
from counterpoise.errors import CounterpoiseError

Read = Callable[..., Any]  # A getter's name and arguments; its answer at a block.


class NoTwin(CounterpoiseError):
    """A part of a vault is of a kind that this package has no twin of."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Remembers what parts of which kinds there are, and what they say without being told of whom.

    Parts have no setters, so such an answer never changes; what one remembers of somebody does.
    """

    w3: Web3
    _kinds: dict[tuple[str, tuple[str, ...]], str | None] = field(default_factory=dict, repr=False)
    _said: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)
    _known: dict[tuple[str, str], Contract] = field(default_factory=dict, repr=False)

    def at(self, kind: str, address: str) -> Contract:
        """The part there, by the ABI of its kind."""
        if (kind, address) not in self._known:
            self._known[kind, address] = contract_at(self.w3, kind, address)
        return self._known[kind, address]

    def reader(self, kind: str, address: str, block: int) -> Read:
        """Reads a part at a block, what never changes from memory."""
        read = reader(self.at(kind, address), block)

        def recall(name: str, *arguments: Any) -> Any:
            if arguments:
                return read(name, *arguments)
            if (address, name) not in self._said:
                self._said[address, name] = read(name)
            return self._said[address, name]

        return recall

    def kind(self, address: str, getters: Mapping[str, str]) -> str | None:
        """The first kind whose getter, which the kinds before it do not have, answers there."""
        question = address, tuple(getters)
        if question not in self._kinds:
            found = (it for it, name in getters.items() if _answers(self.at(it, address), name))
            self._kinds[question] = next(found, None)
        return self._kinds[question]


def reader(contract: Contract, block: int) -> Read:
    """Reads a contract at a block, each time anew."""

    def read(name: str, *arguments: Any) -> Any:
        with asking(f"a part of a vault: {contract.address}"):
            return contract.functions[name](*arguments).call(block_identifier=block)

    return read


def _answers(contract: Contract, getter: str) -> bool:
    try:
        with asking(getter):
            contract.functions[getter]().call()
    except NotAContract:
        return False
    return True
