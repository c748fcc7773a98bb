"""What slither-mutate's operators left undetected, source by source, and the reason of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import figures
from tools.markdown import share, table
from tools.mutation.plan import PLANS
from tools.mutation.report import (
    EQUIVALENT,
    KILLED,
    NAME,
    OPEN,
    STILLBORN,
    SURVIVED,
    count,
    judged,
)
from tools.stamp import ROOT

REASONS = ROOT / "tests" / "survivors.json"
TEXT = """\
`make mutation` changes one place at a time of the custody, the constraints and the mathematics, by
the operators of slither-mutate (docs/tests.md), judges a sample of the changes that is the same in
every run, and keeps each verdict in `docs/figures/mutation.json`. Stillborn is what does not
compile, equivalent what compiles to the same code; neither counts. Killed is what a test has
failed on, and a change that never ends. Open is what the tests in process have let pass and no
test on a node has been asked about."""
ABSENT = "No mutant is judged yet: `make mutation`, then `make security`, prints them here."


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change that no test has noticed."""

    path: str
    line: int
    operator: str
    original: str
    mutated: str

    @property
    def key(self) -> str:
        return f"{self.path}:{self.line} {self.operator} {self.mutated}"


def section() -> str:
    return f"## Mutation\n\n{told(figures.read(NAME))}"


def told(figure: dict[str, Any]) -> str:
    """A row for each source, and one for each survivor."""
    if not figure:
        return ABSENT
    heads = ("source", "generated", "stillborn", "equivalent", "judged", "killed", "left", "score")
    names = (heads[0], *(f"{it}:" for it in heads[1:-1]), heads[-1])
    rows = [row(path, kept) for path, kept in sorted(figure.items())]
    known = reasons()
    lines = [
        (f"`{it.path.rpartition('/')[2]}` {it.line}", it.operator, cell(it), known.get(it.key, "–"))
        for it in survivors(figure)
    ]
    absent = ", ".join(Path(it).stem for it in PLANS if it not in figure)
    unasked = f"No mutant is judged yet of: {absent or 'none'}."
    left = f"The {len(lines)} that are left, as the line then reads, and why:"
    return "\n\n".join(
        [TEXT, table(names, rows), unasked, left, table(("at", "by", "reads", "why"), lines)]
    )


def row(path: str, kept: dict[str, Any]) -> tuple[object, ...]:
    """How many of a source's changes became what."""
    counts = count(kept["mutants"])
    asked, killed = judged(counts), counts[KILLED]
    name = path.removeprefix("contracts/") + ("" if is_fresh(path, kept) else " before its change")
    numbers = (kept["generated"], counts[STILLBORN], counts[EQUIVALENT], asked, killed)
    return name, *numbers, asked - killed, share(killed, asked)


def is_fresh(path: str, kept: dict[str, Any]) -> bool:
    """Whether a source is what was judged."""
    return bool(kept["source"] == figures.stamp(path))


def survivors(figure: dict[str, Any]) -> Iterator[Survivor]:
    """Those that no test noticed, source by source, line by line."""
    for path, kept in sorted(figure.items()):
        left = [it for it in kept["mutants"].values() if it["verdict"] in (OPEN, SURVIVED)]
        for it in sorted(left, key=lambda it: (it["line"], it["operator"], it["mutated"])):
            told = (it["line"], it["operator"], it["original"], it["mutated"])
            yield Survivor(path, *told)


def cell(survivor: Survivor) -> str:
    """The changed line, as a cell of a table can hold it."""
    return f"`{survivor.mutated}`".replace("|", "\\|")


def reasons() -> dict[str, str]:
    """What was written down of each survivor, by its key."""
    kept: dict[str, str] = json.loads(REASONS.read_text()) if REASONS.is_file() else {}
    return kept
