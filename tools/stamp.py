"""Remembers what a folder was made from, so that a second run knows there is nothing to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

SOURCES = ("contracts", "interfaces", "brownie-config.yaml", "package-lock.json", "tools/solc.js")


def digest(paths: Iterable[str], *facts: str) -> str:
    """SHA-256 over the files at and below the paths of the project, their names, and the facts."""
    total = hashlib.sha256("\n".join(facts).encode())
    for file in sorted(file for path in paths for file in _files(ROOT / path)):
        total.update(f"\n{file.relative_to(ROOT).as_posix()}\n".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def sources() -> str:
    """The digest of everything that the compiled contracts depend on."""
    return digest(SOURCES)


@dataclass(frozen=True)
class Stamp:
    """A small file that holds the digest its folder was made from."""

    path: Path

    def says(self, value: str) -> bool:
        return self.path.is_file() and self.path.read_text() == value

    def write(self, value: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(value)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [file for file in path.rglob("*") if file.is_file() and not file.name.startswith(".")]
