"""Gives py-solc-x npm's compiler under the name that it looks for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tools.stamp import ROOT

VERSION = "0.8.30"
SHIM = ROOT / "tools" / "solc.js"


def register() -> None:
    """Links the shim into py-solc-x's folder; a compiler that is there and works is left alone."""
    link = folder() / f"solc-v{VERSION}"
    if link.resolve() == SHIM or answers(link):
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(SHIM)


def folder() -> Path:
    """Where py-solc-x keeps its compilers."""
    return Path(os.environ.get("SOLCX_BINARY_PATH") or Path.home() / ".solcx")


def answers(binary: Path) -> bool:
    """Whether the compiler runs and is the version it is named after."""
    try:
        done = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and VERSION in done.stdout
