"""The contracts' ABIs, as the package carries them in counterpoise/abi/."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from counterpoise.errors import CounterpoiseError

FOLDER = Path(__file__).resolve().parent.parent / "abi"


class AbiMissing(CounterpoiseError):
    """The package has no ABI of that name."""


@cache
def abi(name: str) -> list[dict[str, Any]]:
    """The ABI of one contract. Raises `AbiMissing`."""
    file = FOLDER / f"{name}.json"
    if not file.is_file():
        raise AbiMissing(f"no ABI of {name}: run `python -m tools.abi` in the repository")
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["abi"]
    return found


@cache
def entries(kind: str) -> tuple[dict[str, Any], ...]:
    """Every "error", "event" or "function" that any contract declares, each shape once."""
    found = {
        signature(entry): entry
        for file in sorted(FOLDER.glob("*.json"))
        for entry in abi(file.stem)
        if entry["type"] == kind
    }
    return tuple(found.values())


def signature(entry: dict[str, Any]) -> str:
    """The name and the types, as the selector is made of them."""
    return f"{entry['name']}({','.join(types(entry['inputs']))})"


def types(inputs: list[dict[str, Any]]) -> list[str]:
    """The types of inputs, tuples written out."""
    return [_type(item) for item in inputs]


def _type(item: dict[str, Any]) -> str:
    kind: str = item["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(types(item['components']))}){kind.removeprefix('tuple')}"
