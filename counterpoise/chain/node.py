"""What every engine does: it answers, and makes blocks of calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Protocol

from eth_abi.abi import encode
from eth_abi.grammar import parse
from eth_utils.crypto import keccak


@dataclass(frozen=True)
class Call:
    """One transaction: who sends what to whom."""

    sender: str
    to: str
    signature: str  # `post(int128)`
    inputs: tuple[Any, ...]

    @cached_property
    def data(self) -> str:
        """The selector and the inputs as the ABI packs them."""
        selector, kinds = _parts(self.signature)
        return "0x" + (selector + encode(kinds, self.inputs)).hex()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a call."""

    succeeded: bool
    gas_used: int
    block: int


class Node(Protocol):
    """A chain of one's own, block by block: one is as good as another, to the unit of gas."""

    def accounts(self) -> list[str]:
        """Who may send."""

    def read(self, kinds: Sequence[str], *calls: Call) -> list[tuple[Any, ...]]:
        """What views answer now, decoded as these types."""

    def attempt(self, call: Call) -> tuple[bool, bytes]:
        """Whether a call would succeed now, and what it brings or why not."""

    def expect(self, time: int) -> None:
        """The next block's time {s}; what is asked until then is asked of that block."""

    def mine(self, time: int, *calls: Call) -> list[Receipt]:
        """One block at that time {s} with these calls in their order."""

    def must(self, time: int, *calls: Call) -> list[Receipt]:
        """As `mine`; raises the `Refusal` of the first call that the chain reverted."""


@cache
def _parts(signature: str) -> tuple[bytes, tuple[str, ...]]:
    """The selector, and the types of the inputs."""
    inputs = signature[signature.index("(") :]
    kinds = () if inputs == "()" else parse(inputs).components
    return keccak(text=signature)[:4], tuple(it.to_type_str() for it in kinds)


def call_of(sender: str, to: str, signature: str, *inputs: Any) -> Call:
    """A call of a function, by its signature: `post(int128)`."""
    return Call(sender, to, signature, inputs)
