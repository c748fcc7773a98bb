"""What long runs have measured, kept in docs/figures so that a clone has it at once."""

from __future__ import annotations

import json
from typing import Any

from tools import mutants
from tools.coverage import REPORT as COVERAGE
from tools.mutants import JUDGED, Mutant
from tools.planting import touched
from tools.stamp import ROOT, digest

FOLDER = ROOT / "docs" / "figures"
MACHINE = ROOT / "reports" / "machine.json"


def keep() -> None:
    """Takes over the reports that there are; what they do not speak of stays."""
    write("mutants", read("mutants") | verdicts())
    for name, report in (("coverage", COVERAGE), ("machine", MACHINE)):
        if report.is_file():
            write(name, json.loads(report.read_text()))


def verdicts() -> dict[str, Any]:
    """The report's verdicts, if it is of this tree, each with what it was passed on."""
    rows = mutants.known(digest(JUDGED))
    every = {it.patch.stem: it for it in mutants.every()}
    return {
        name: {"caught_by": rows[name]["caught_by"], "judged": judged(mutant)}
        for name, mutant in every.items()
        if name in rows
    }


def judged(mutant: Mutant) -> str:
    """A digest of the patch and of the contracts that it changes, as they are now."""
    return stamp(mutant.patch.relative_to(ROOT).as_posix(), *sorted(touched(mutant.patch)))


def stamp(*paths: str) -> str:
    """What a kept verdict is about: a digest of files of the tree, as they are now."""
    return digest(paths)[:16]


def read(name: str) -> dict[str, Any]:
    """A figure as it was kept, or nothing."""
    path = FOLDER / f"{name}.json"
    return dict(json.loads(path.read_text())) if path.is_file() else {}


def write(name: str, figure: dict[str, Any]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figure, indent=2, sort_keys=True)
    (FOLDER / f"{name}.json").write_text(text + "\n")
