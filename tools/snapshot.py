"""Writes tests/snapshots: the size of every contract and the layout of its storage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tools.stamp import ROOT
from tools.standard import compile_for

FOLDER = ROOT / "tests" / "snapshots"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    write(FOLDER / "size.json", sizes())
    write(FOLDER / "storage.json", layouts())


def sizes() -> dict[str, int]:
    """{byte} of deployed code, of each contract that can be deployed, the mocks aside."""
    artifacts = (json.loads(p.read_text()) for p in (ROOT / "build" / "contracts").glob("*.json"))
    return {
        artifact["contractName"]: len(artifact["deployedBytecode"]) // 2
        for artifact in artifacts
        if is_ours(artifact["sourcePath"]) and is_deployed(artifact)
    }


def layouts() -> dict[str, list[str]]:
    """A line for each variable in storage: `slot 3 + 0: uint112 _balances`."""
    contracts = compile_for(["storageLayout"])["contracts"]
    return {
        name: lines(contract["storageLayout"])
        for path, named in contracts.items()
        if is_ours(path)
        for name, contract in named.items()
        if contract["storageLayout"]["storage"]
    }


def lines(layout: dict[str, Any]) -> list[str]:
    types = layout["types"]
    return [
        f"slot {it['slot']} + {it['offset']}: {types[it['type']]['label']} {it['label']}"
        for it in layout["storage"]
    ]


def is_ours(path: str) -> bool:
    return path.startswith("contracts/") and not path.startswith("contracts/mocks/")


def is_deployed(artifact: dict[str, Any]) -> bool:
    """Libraries are inlined, and abstract contracts have no code."""
    return artifact["type"] == "contract" and bool(artifact["deployedBytecode"])


def write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
