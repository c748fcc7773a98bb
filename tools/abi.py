"""Writes counterpoise/abi/ from build/, or with --check says whether it is fresh."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.stamp import ROOT

FOLDER = ROOT / "counterpoise" / "abi"
NOTE = "Made by `python -m tools.abi` from build/contracts; do not edit."


def main(arguments: list[str]) -> int:
    wanted = {f"{name}.json": text for name, text in abis()}
    if "--check" in arguments:
        return _check(wanted)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale(wanted):
        _write(FOLDER / name, wanted.get(name))
    return 0


def abis() -> Iterator[tuple[str, str]]:
    """Name and file text of each contract that has something to call or to catch."""
    for path in sorted((ROOT / "build" / "contracts").glob("*.json")):
        artifact = json.loads(path.read_text())
        if artifact["sourcePath"].startswith("contracts/") and artifact["abi"]:
            yield path.stem, render(path.stem, artifact["abi"])


def render(name: str, abi: list[dict[str, object]]) -> str:
    """The file: a note, the contract's name and its ABI, one entry a line."""
    entries = ",\n".join(f"    {json.dumps(entry, sort_keys=True)}" for entry in abi)
    return (
        f'{{\n  "generated": "{NOTE}",\n  "contract": "{name}",\n  "abi": [\n{entries}\n  ]\n}}\n'
    )


def stale(wanted: dict[str, str]) -> list[str]:
    """The files that are missing, different, or no longer of any contract."""
    there = {path.name: path.read_text() for path in FOLDER.glob("*.json")}
    return sorted(
        name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name)
    )


def _write(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        path.write_text(text)


def _check(wanted: dict[str, str]) -> int:
    found = stale(wanted)
    if found:
        print(f"counterpoise/abi is not fresh, run `make abi`: {', '.join(found)}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
