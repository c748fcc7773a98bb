"""Compiles the contracts that a change reaches, and no others."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from tools.stamp import ROOT
from tools.standard import settings

SERVER = Path(__file__).with_suffix(".js")
# Without the digest of the sources at the code's end, equal code is equal.
PLAIN = {"metadata": {"appendCBOR": False}}
SELECTED = ["evm.bytecode.object", "evm.deployedBytecode.object"]
OUT = "evm"

Codes = dict[str, tuple[str, str]]  # of each contract, what creates it and what then runs


class Compiler:
    """A compiler that stays loaded."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def codes(self, names: tuple[str, ...], changed: dict[str, str]) -> Codes | None:
        """The code of contracts where some sources are changed; nothing where it is refused."""
        paths = {name: path_of(name) for name in names}
        sources = {path: (ROOT / path).read_text() for path in paths.values()} | changed
        selected = {path: {name: SELECTED} for name, path in paths.items()}
        output = self.answer(
            {
                "language": "Solidity",
                "sources": {path: {"content": text} for path, text in sources.items()},
                "settings": settings() | PLAIN | {"outputSelection": selected},
            }
        )
        if any(it["severity"] == "error" for it in output.get("errors", [])):
            return None
        made = {name: output["contracts"][path][name][OUT] for name, path in paths.items()}
        return {
            name: (it["bytecode"]["object"], it["deployedBytecode"]["object"])
            for name, it in made.items()
        }

    def answer(self, wanted: dict[str, Any]) -> Any:
        if self.process is None:
            self.process = subprocess.Popen(
                ["node", str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@cache
def path_of(name: str) -> str:
    """Where a contract is written."""
    found = next((ROOT / "contracts").rglob(f"{name}.sol"))
    return found.relative_to(ROOT).as_posix()
