"""Mends two of Brownie's habits as it loads the project: stale artifacts, and dotted folders."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from tools.stamp import ROOT, Stamp, sources

BUILD = ROOT / "build"


class DottedFolders:
    """Finds the project below a folder such as `name.git`.

    Brownie imports a script by its whole path, its parts joined with dots, and so asks for a
    package in a package where there is one folder.
    """

    wanted = ".".join(ROOT.parts[1:])

    @classmethod
    def find_spec(
        cls, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not f"{cls.wanted}.".startswith(f"{name}."):
            return None
        found = ModuleSpec(name, None, is_package=True)
        found.submodule_search_locations = [str(ROOT)] if name == cls.wanted else []
        return found


def forget_stale_artifacts() -> None:
    """Deletes the artifacts unless they were made from exactly the present sources and settings.

    Brownie's own check misses a change in what a contract inherits or imports.
    """
    stamp, wanted = Stamp(BUILD / ".sources"), sources()
    if stamp.says(wanted):
        return
    for folder in ("contracts", "interfaces"):
        for artifact in (BUILD / folder).rglob("*.json"):
            artifact.unlink()
    stamp.write(wanted)


def brownie_load_source(path: Path, source: str) -> str:
    """Brownie asks this for every file; it only has to be here for the module to be loaded."""
    return source


forget_stale_artifacts()
sys.meta_path.append(DottedFolders)
