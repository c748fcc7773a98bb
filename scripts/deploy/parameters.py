"""Parameter files: small JSON, fractions as decimal strings; every refusal names its field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from pathlib import Path
from typing import Any

from eth_utils.address import is_address, to_checksum_address

from counterpoise.document import Unreadable
from counterpoise.document import read as read_json

# As many digits as no number of a contract has; what has more is refused instead of rounded.
EXACT = Context(prec=100, Emin=-999, Emax=999, traps=[InvalidOperation, Overflow, Inexact])


class Refused(Exception):
    """A deployment stops before it does harm; the message is one line that names the field."""

    def __str__(self) -> str:
        """A file's own text may have lines."""
        return " ".join(super().__str__().split())


class Mismatch(Refused):
    """Something on the chain or in a file is not what the parameters say."""

    def __init__(self, field: str, expected: object, got: object) -> None:
        super().__init__(f"{field}: expected {expected}, got {got}")


def require_equal(field: str, expected: object, got: object) -> None:
    """Raise `Mismatch` unless both are the same."""
    if expected != got:
        raise Mismatch(field, expected, got)


@dataclass(frozen=True)
class Fields:
    """A part of a parameter file that knows where it stands in it."""

    data: Mapping[str, Any]
    path: str = ""

    def name(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def text(self, key: str) -> str:
        value = self._get(key)
        if not isinstance(value, str):
            raise Mismatch(self.name(key), "a string", json.dumps(value))
        return value

    def choice(self, key: str, known: Iterable[str]) -> str:
        """One of the words that are known."""
        value = self.text(key)
        if value not in known:
            raise Mismatch(self.name(key), "one of " + ", ".join(known), value)
        return value

    def address(self, key: str) -> str:
        """An address with its checksum."""
        text = self.text(key)
        if not is_address(text):
            raise Mismatch(self.name(key), "an address", text)
        return str(to_checksum_address(text))

    def whole(self, key: str) -> int:
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise Mismatch(self.name(key), "a whole number", json.dumps(value))
        return value

    def amount(self, key: str, decimals: int) -> int:
        """A decimal string in units of 10 ** -decimals; refuses digits beyond them."""
        return self._scaled(key, decimals, f"at most {decimals} decimals, not negative", 0)

    def signed(self, key: str, decimals: int) -> int:
        """The same, of either sign."""
        return self._scaled(key, decimals, f"at most {decimals} decimals", None)

    def _scaled(self, key: str, decimals: int, allowed: str, least: int | None) -> int:
        text = self.text(key)
        try:
            scaled = EXACT.scaleb(Decimal(text), decimals)
        except InvalidOperation:
            raise Mismatch(self.name(key), "a decimal string", text) from None
        except Inexact:  # More digits than a number has, or far beyond any.
            raise Mismatch(self.name(key), allowed, text) from None
        if not scaled.is_finite() or scaled != int(scaled):
            raise Mismatch(self.name(key), allowed, text)
        if least is not None and scaled < least:
            raise Mismatch(self.name(key), allowed, text)
        return int(scaled)

    def amount_within(self, key: str, least: int, most: int) -> int:
        """A decimal string in units of 1e-18, between two bounds."""
        value = self.fraction(key)
        if not least <= value <= most:
            bounds = f"{shown(least)} to {shown(most)}"
            raise Mismatch(self.name(key), bounds, self.text(key))
        return value

    def fraction(self, key: str) -> int:
        """D18{1}"""
        return self.amount(key, 18)

    def whole_within(self, key: str, least: int, most: int) -> int:
        """A whole number between two bounds."""
        value = self.whole(key)
        if not least <= value <= most:
            raise Mismatch(self.name(key), f"{least} to {most}", value)
        return value

    def fraction_within(self, key: str, most: int) -> int:
        """D18{1}, above nothing."""
        value = self.fraction(key)
        if not 0 < value <= most:
            raise Mismatch(
                self.name(key), f"above 0, at most {Decimal(most) / 10**18}", self.text(key)
            )
        return value

    def require_known(self, known: Iterable[str]) -> None:
        """No other keys than these. Raises `Mismatch` with the first that is."""
        names = list(known)
        for key in self.data:
            if key not in names:
                raise Mismatch(self.name(key), "one of " + ", ".join(names), "this key")

    def names(self, key: str) -> list[str]:
        """A list of strings."""
        value = self._get(key)
        if not isinstance(value, list) or not all(isinstance(it, str) for it in value):
            raise Mismatch(self.name(key), "a list of strings", json.dumps(value))
        return value

    def group(self, key: str) -> Fields:
        value = self._get(key)
        if not isinstance(value, dict):
            raise Mismatch(self.name(key), "an object", json.dumps(value))
        return Fields(value, self.name(key))

    def group_if_any(self, key: str) -> Fields:
        """An empty part where there is none."""
        return self.group(key) if key in self.data else Fields({}, self.name(key))

    def groups(self, key: str) -> list[Fields]:
        value = self._get(key)
        if not isinstance(value, list):
            raise Mismatch(self.name(key), "a list", json.dumps(value))
        return [self._element(key, i, item) for i, item in enumerate(value)]

    def _element(self, key: str, i: int, value: Any) -> Fields:
        name = f"{self.name(key)}[{i}]"
        if not isinstance(value, dict):
            raise Mismatch(name, "an object", json.dumps(value))
        return Fields(value, name)

    def _get(self, key: str) -> Any:
        if key not in self.data:
            raise Mismatch(self.name(key), "a value", "nothing")
        return self.data[key]


def shown(value: int, decimals: int = 18) -> str:
    """A number of so many decimals, as a file says it."""
    text = f"{EXACT.scaleb(Decimal(value), -decimals):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read(path: Path) -> dict[str, Any]:
    """The parameters in a file; refuses one that is missing or not JSON with its place."""
    if not path.exists():
        raise Refused(f"{path}: no such parameter file")
    try:
        data = read_json(path)
    except Unreadable as error:
        raise Refused(str(error)) from None
    if not isinstance(data, dict):
        raise Mismatch(str(path), "an object", type(data).__name__)
    return data


def book_of(fields: Fields, file: Path) -> Path:
    """Where the address book of a parameter file is: beside it, by its `name`."""
    name = fields.text("name")
    if not name or Path(name).name != name:
        raise Mismatch(fields.name("name"), "what a file can be called", repr(name))
    return file.with_name(f"{name}.json")


def first_difference(old: Any, new: Any, path: str = "") -> tuple[str, Any, Any] | None:
    """Where two parameter files differ first: the field's name, then both values."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [*old, *(key for key in new if key not in old)]
        pairs = [(f"{path}.{key}" if path else key, old.get(key), new.get(key)) for key in keys]
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = [(f"{path}[{i}]", *both) for i, both in enumerate(zip(old, new, strict=True))]
    else:
        return None if old == new else (path, old, new)
    found = (first_difference(a, b, where) for where, a, b in pairs)
    return next((difference for difference in found if difference), None)
