"""Asks the compiler directly for what Brownie does not keep: syntax trees and storage layouts."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import yaml

from tools.stamp import ROOT

SHIM = ROOT / "tools" / "solc.js"


class CompilerRefused(Exception):
    """The compiler reported errors; carries them."""


def compile_for(outputs: list[str], *file_outputs: str) -> dict[str, Any]:
    """The standard output of all the project's sources. Raises `CompilerRefused`."""
    wanted = {
        "language": "Solidity",
        "sources": {path: {"content": (ROOT / path).read_text()} for path in paths()},
        "settings": settings() | {"outputSelection": {"*": {"*": outputs, "": list(file_outputs)}}},
    }
    done = subprocess.run(
        ["node", SHIM, "--standard-json"],
        input=json.dumps(wanted),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    output: dict[str, Any] = json.loads(done.stdout)
    errors = [
        it["formattedMessage"] for it in output.get("errors", []) if it["severity"] == "error"
    ]
    if errors:
        raise CompilerRefused("\n".join(errors))
    return output


def paths() -> list[str]:
    """The project's own sources."""
    folders = ("contracts", "interfaces")
    return sorted(
        p.relative_to(ROOT).as_posix() for f in folders for p in (ROOT / f).rglob("*.sol")
    )


def settings() -> dict[str, Any]:
    """The compiler's settings, as Brownie has them."""
    config = yaml.safe_load((ROOT / "brownie-config.yaml").read_text())["compiler"]
    solc = config["solc"]
    return {
        "evmVersion": config["evm_version"],
        "optimizer": solc["optimizer"],
        "viaIR": solc["viaIR"],
        "remappings": solc["remappings"],
    }
