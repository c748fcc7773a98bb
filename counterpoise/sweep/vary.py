"""A configuration with some of its keys set to something else, judged by the same model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from counterpoise.backtest.config import Config, utc
from counterpoise.backtest.inputs import Inputs
from counterpoise.sweep.inside import BadKey, Inside, plain_text, written

Value = int | float | str
FILE = "sweep.toml"  # A name in the folder, from which the paths of a configuration start.


@dataclass(frozen=True, slots=True)
class Base:
    """The configuration that is varied, where its file lies, and where files are made for it."""

    folder: Path
    config: Config
    made: Path

    def having(self, values: Mapping[str, object]) -> Config:
        """With these values for these dotted keys. Raises `BadKey`."""
        own = {key: value for key, value in values.items() if not self._inside(self.config, key)}
        config = having(self.config, own)
        keys = [it for key in values if key not in own and (it := self._inside(config, key))]
        return having(config, written(keys, values, self.made)) if keys else config

    def value_of(self, config: Config, key: str) -> Value:
        """What a dotted key is set to, as a plain number or text."""
        inside = self._inside(config, key)
        return plain(plain_text(inside.value)) if inside else value_of(config, key)

    def identity(self, config: Config) -> str:
        """Of all that decides a trial."""
        return identity(self.folder, config)

    def mark(self, keys: Iterable[str]) -> str:
        """Of all but what these keys are set to."""
        inside = {key: None for key in keys if self._inside(self.config, key)}
        return identity(self.folder, self.having(inside), set(keys) - set(inside))

    def inputs(self, config: Config) -> Inputs:
        """What it names, from the folder on."""
        return Inputs(self.folder / FILE, config)

    def _inside(self, config: Config, key: str) -> Inside | None:
        return Inside.of(config, self.folder, key)


def having(config: Config, values: Mapping[str, object]) -> Config:
    """The configuration with these values for these dotted keys. Raises `BadKey`."""
    tree = config.model_dump(by_alias=True, exclude_unset=True)
    for key, value in values.items():
        _put(tree, key, value)
    try:
        return Config.model_validate(tree)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            raise BadKey(_longest(values, where), "no such key") from None
        raise BadKey(where, f"{first['msg']}, not {first['input']!r}") from None


def _longest(keys: Mapping[str, object], where: str) -> str:
    """The key as it was given, of which the model may name only the table."""
    return next((key for key in keys if key == where or key.startswith(f"{where}.")), where)


def _put(tree: Any, key: str, value: object) -> None:
    *tables, last = key.split(".")
    for name in tables:
        tree = tree.setdefault(name, {}) if isinstance(tree, dict) else _item(tree, name, key)
    if isinstance(tree, dict):
        tree[last] = value
    else:
        _item(tree, last, key)
        tree[int(last)] = value


def _item(items: Any, place: str, key: str) -> Any:
    if not isinstance(items, list) or not place.isdecimal() or int(place) >= len(items):
        raise BadKey(key, "no such key")
    return items[int(place)]


def value_of(config: Config, key: str) -> Value:
    """What a dotted key is set to, as a plain number or text."""
    found: Any = config.model_dump(by_alias=True)
    for name in key.split("."):
        found = found[int(name)] if isinstance(found, list) else found[name]
    return plain(found)


def plain(value: Any) -> Value:
    """A number or a text for any value of a configuration."""
    match value:
        case Enum():
            return plain(value.value)
        case int() | float():
            return value
        case Decimal():
            return float(value)
        case datetime():
            return f"{utc(value):%Y-%m-%dT%H:%M:%S%z}"
        case _:
            return str(value)


def identity(folder: Path, config: Config, apart: Iterable[str] = ()) -> str:
    """32 hex digits of all that decides a trial: its values, and what its files hold.

    What a file is called, as the report's folder, decides nothing; nor do the keys of `apart`.
    """
    tree, held = config.model_dump(by_alias=True), contents(folder, config)
    for key in apart:
        _put(tree, key, None)
        held.pop(key, None)
    return sha256(dumps([_meant(tree), held], sort_keys=True).encode()).hexdigest()[:32]


def contents(folder: Path, config: Config) -> dict[str, str | None]:
    """Of each file that a configuration names the digest, by its key; None where there is none."""
    return {key: _content(file) for key, file in Inputs(folder / FILE, config).files().items()}


def _meant(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _meant(it) for key, it in value.items()}
        case list() | tuple():
            return [_meant(it) for it in value]
        case Path() | None:
            return None
        case _:
            return plain(value)


def _content(file: Path) -> str | None:
    return _digest(file, file.stat().st_mtime_ns) if file.is_file() else None


@lru_cache
def _digest(file: Path, _changed: int) -> str:
    """It is read again when it has changed."""
    return sha256(file.read_bytes()).hexdigest()
