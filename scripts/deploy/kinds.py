"""Kinds of parts: each is a contract, its keys with their units, and what it needs beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterpoise.errors import Refusal
from scripts.deploy.ground import Asked, Ground
from scripts.deploy.node import Node
from scripts.deploy.parameters import Fields, Mismatch
from scripts.deploy.units import Otherwise, Unit

Values = Mapping[str, Any]  # What was read, by key.


@dataclass(frozen=True)
class Entry:
    """One entry of a file, while it is read."""

    item: Fields
    ground: Ground

    def node(self, contract: str, *inputs: Any, **hooks: Any) -> Node:
        """A contract of this entry, under a label of its own."""
        return Node(contract, inputs, self.ground.label(contract, self.item.path), **hooks)


Rule = Callable[[Entry, Values], None]  # Raises `Mismatch` where values do not go together.


@dataclass(frozen=True)
class Key:
    """A key of an entry; one without `otherwise` must be there."""

    name: str
    unit: Unit
    otherwise: Otherwise | None = None

    def read(self, item: Fields, ground: Ground) -> Any:
        if self.otherwise and self.name not in item.data:
            return self.otherwise.value(ground)
        return self.unit.read(item, self.name, ground)


@dataclass(frozen=True)
class Need:
    """A signal that must be told of some assets; with `when`, only where that key is above 0."""

    signal: str
    of: Callable[[Values, Ground], Sequence[str]]
    when: str = ""

    def ask(self, entry: Entry, values: Values) -> None:
        if self.when and not values[self.when]:
            return
        field, kind = entry.item.name("kind"), entry.item.text("kind")
        assets = tuple(self.of(values, entry.ground))
        entry.ground.asked.append(Asked(field, kind, self.signal, assets))


def as_they_are(entry: Entry, values: Values) -> tuple[Any, ...]:
    """A constructor that takes the keys' values in their order."""
    return tuple(values.values())


@dataclass(frozen=True)
class Kind:
    """One kind: all that there is to say of it is here."""

    contract: str
    keys: tuple[Key, ...]
    says: str
    needs: tuple[Need, ...] = ()
    inputs: Callable[[Entry, Values], tuple[Any, ...]] = as_they_are
    rules: tuple[Rule, ...] = ()
    make: Callable[[Entry, Values], Node] | None = None  # instead of the contract of the inputs

    def node(self, entry: Entry) -> Node:
        """The contract that an entry asks for. Raises `Mismatch`."""
        entry.item.require_known(["kind", *(it.name for it in self.keys)])
        values = {it.name: it.read(entry.item, entry.ground) for it in self.keys}
        for rule in self.rules:
            rule(entry, values)
        for need in self.needs:
            need.ask(entry, values)
        if self.make:
            return self.make(entry, values)
        return entry.node(self.contract, *self.inputs(entry, values))


Kinds = Mapping[str, Kind]


def read(kinds: Kinds, item: Fields, ground: Ground) -> Node:
    """What an entry asks for, by its `kind`. Raises `Mismatch`."""
    return kinds[item.choice("kind", kinds)].node(Entry(item, ground))


@dataclass(frozen=True)
class Nested:
    """An entry within an entry."""

    family: str
    kinds: Callable[[], Kinds]

    @property
    def says(self) -> str:
        return f"a {self.family}"

    def read(self, item: Fields, key: str, ground: Ground) -> Node:
        return read(self.kinds(), item.group(key), ground)


@dataclass(frozen=True)
class Several:
    """A list of entries."""

    inner: Nested
    most: int
    least: int = 1

    @property
    def says(self) -> str:
        return f"{self.least} to {self.most} of: {self.inner.says}"

    def read(self, item: Fields, key: str, ground: Ground) -> list[Node]:
        items = item.groups(key)
        if not self.least <= len(items) <= self.most:
            raise Mismatch(item.name(key), f"{self.least} to {self.most} of them", len(items))
        return [read(self.inner.kinds(), it, ground) for it in items]


# RULES


def above(high: str, low: str, times: int = 1) -> Rule:
    """One key's value is above another's, or at least so many times it."""
    if times == 1:
        return least_of(high, f"above {low}", lambda values: values[low] + 1)
    return least_of(high, f"at least {times} times {low}", lambda values: times * values[low])


def least_of(key: str, says: str, least: Callable[[Values], int]) -> Rule:
    """A key's value is at least what the others make of it."""

    def rule(entry: Entry, values: Values) -> None:
        if values[key] < least(values):
            raise Mismatch(entry.item.name(key), says, entry.item.data.get(key, "nothing"))

    return rule


def most_of(key: str, says: str, most: Callable[[Values], int]) -> Rule:
    """A key's value is at most what the others make of it."""

    def rule(entry: Entry, values: Values) -> None:
        if values[key] > most(values):
            raise Mismatch(entry.item.name(key), says, entry.item.data.get(key, "nothing"))

    return rule


def twin(make: Callable[[Values], Any]) -> Rule:
    """The twin takes these values. Raises `Mismatch` with what it refuses them with."""

    def rule(entry: Entry, values: Values) -> None:
        try:
            make(values)
        except Refusal as refusal:
            raise Mismatch(entry.item.path, "numbers that go together", refusal) from None

    return rule
