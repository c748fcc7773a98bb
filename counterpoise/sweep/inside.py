"""Keys that go on inside a JSON file which the configuration names, as those of a vault do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any

from counterpoise.backtest.config import Config
from counterpoise.document import Unreadable, read
from counterpoise.errors import CounterpoiseError

NAMES = ("kind", "symbol")  # By these an item of a list can be called, else by its place.


class BadKey(CounterpoiseError):
    """A key that the configuration does not have, or a value that it does not take."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key, self.problem = key, problem


@dataclass(frozen=True, slots=True)
class Inside:
    """A key in two: that of the file's name, and the way on within it."""

    key: str
    outer: str
    file: Path
    way: tuple[str, ...]

    @classmethod
    def of(cls, config: Config, folder: Path, key: str) -> Inside | None:
        """None where the key ends before a JSON file, or nowhere."""
        names = key.split(".")
        found: Any = config.model_dump(by_alias=True)
        for place, name in enumerate(names):
            if isinstance(found, Path):
                file = folder / found
                is_there = file.suffix == ".json" and file.is_file()
                outer, way = ".".join(names[:place]), tuple(names[place:])
                return cls(key, outer, file, way) if is_there else None
            found = found.get(name) if isinstance(found, dict) else None
        return None

    @property
    def value(self) -> Any:
        """What the file says. Raises `BadKey`."""
        found = _tree(self)
        for name in self.way:
            found = found[_step(found, name, self.key)]
        return found

    def put(self, tree: Any, value: object) -> None:
        """As text where there is text, and else as JSON has it. Raises `BadKey`."""
        *tables, last = self.way
        for name in tables:
            tree = tree[_step(tree, name, self.key)]
        place = _step(tree, last, self.key)
        if isinstance(tree[place], dict | list):
            raise BadKey(self.key, "it is a table, not a value")
        is_text = isinstance(tree[place], str) or value is None
        tree[place] = value if is_text else _number(self.key, str(value))


def written(keys: Sequence[Inside], values: Mapping[str, object], made: Path) -> dict[str, Path]:
    """A file with these values for each that the keys lead to, by the key that is to name it.

    It is in `made`, by the hash of what it holds. Raises `BadKey`.
    """
    trees: dict[str, Any] = {}
    for key in keys:
        key.put(trees.setdefault(key.outer, _tree(key)), values[key.key])
    return {outer: _written(made, tree) for outer, tree in trees.items()}


def _written(made: Path, tree: Any) -> Path:
    text = json.dumps(tree, indent=2) + "\n"
    file = made.resolve() / f"{sha256(text.encode()).hexdigest()[:16]}.json"
    if not file.exists():
        made.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return file


def _tree(key: Inside) -> Any:
    try:
        return read(key.file)
    except Unreadable as error:
        raise BadKey(key.key, str(error)) from None


def _step(tree: Any, name: str, key: str) -> Any:
    """Where to go on: a table's key, or the place of a list's item."""
    if isinstance(tree, dict) and name in tree:
        return name
    if isinstance(tree, list):
        for place, item in enumerate(tree):
            called = {item.get(it) for it in NAMES} if isinstance(item, dict) else set()
            if name in called | {str(place)}:
                return place
    raise BadKey(key, "no such key")


def _number(key: str, text: str) -> Any:
    """What is no text in JSON: a number, or true and false."""
    try:
        return json.loads(text)
    except ValueError:
        raise BadKey(key, f"expected a number, not {text!r}") from None


def plain_text(value: Any) -> Any:
    """A number that stands as text, as the files have it, is a number."""
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        return value
    return int(number) if number == number.to_integral_value() else float(number)
