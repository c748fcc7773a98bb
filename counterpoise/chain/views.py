"""Views of contracts on a chain of one's own, by their ABIs."""

from __future__ import annotations

from functools import cache
from typing import Any

from counterpoise.chain.abi import abi, signature, types
from counterpoise.chain.node import Node, call_of
from counterpoise.chain.parts import Read

ASKER = "0x" + 40 * "0"  # No view here looks at who asks.


def reader(node: Node, kind: str, address: str) -> Read:
    """Reads a contract by the ABI of its kind; one answer is told alone, several as a tuple.

    What it reads raises the `Refusal` of a view.
    """

    def read(name: str, *arguments: Any) -> Any:
        call, kinds = _view(kind, name)
        (answers,) = node.read(kinds, call_of(ASKER, address, call, *arguments))
        return answers[0] if len(kinds) == 1 else answers

    return read


@cache
def _view(kind: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Its signature, and the types of what it answers."""
    entry = next(it for it in abi(kind) if it["type"] == "function" and it["name"] == name)
    return signature(entry), tuple(types(entry["outputs"]))
