"""A contract that is to be: its name, its inputs with other contracts among them, its label."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Trial = Callable[[Any], None] | None  # Raises where a new contract is not what it should be.
Check = Callable[[], None]  # Raises `Mismatch` before anything is sent.


class Part(Protocol):
    """Deploys a contract by its name and inputs, or finds it in the book by its label."""

    def __call__(self, name: str, *inputs: Any, label: str = "", trial: Trial = None) -> Any: ...


@dataclass(frozen=True)
class Place:
    """Where something will stand that every vault has.

    `authority`, `vault`, `lens`, `venue` or `constraint`.
    """

    name: str


@dataclass(frozen=True)
class Node:
    """A contract to deploy once what its inputs name stands.

    An input may be another node, a `Place`, a question that is asked when it is needed, or a list.
    """

    contract: str
    inputs: tuple[Any, ...]
    label: str
    checks: tuple[Check, ...] = ()
    trial: Trial = None  # of a new one
    ripe: Trial = None  # every time: what stands may still be too young

    def build(self, part: Part, places: Mapping[str, str]) -> Any:
        """Deploys what it is made from, then itself. Raises what `trial` and `ripe` do."""
        inputs = [_filled(it, part, places) for it in self.inputs]
        made = part(self.contract, *inputs, label=self.label, trial=self.trial)
        if self.ripe:
            self.ripe(made)
        return made

    def all(self) -> Iterator[Node]:
        """What it is made from, and itself at last."""
        for it in self.inputs:
            yield from nodes_in(it)
        yield self


def nodes_in(value: Any) -> Iterator[Node]:
    """Every node of an input, with all that these are made from."""
    if isinstance(value, Node):
        yield from value.all()
    elif isinstance(value, list | tuple):
        for it in value:
            yield from nodes_in(it)


def _filled(value: Any, part: Part, places: Mapping[str, str]) -> Any:
    """An input as a constructor takes it."""
    if isinstance(value, Node):
        return value.build(part, places).address
    if isinstance(value, Place):
        return places[value.name]
    if isinstance(value, list | tuple):
        return type(value)(_filled(it, part, places) for it in value)
    return value() if callable(value) else value
