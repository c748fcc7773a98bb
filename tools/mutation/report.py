"""What became of each mutant, kept in docs/figures as it comes."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tools import figures
from tools.mutation.generate import Change
from tools.stamp import ROOT

NAME = "mutation"
# Survivors tell their change; of all others the verdict and the test are enough.
STILLBORN, EQUIVALENT, KILLED, OPEN, SURVIVED = VERDICTS = (
    "stillborn",
    "equivalent",
    "killed",
    "open",  # No test in process found it; none on a node was asked.
    "survived",
)


def count(verdicts: dict[str, dict[str, Any]]) -> Counter[str]:
    """How many mutants became what."""
    return Counter(it["verdict"] for it in verdicts.values())


def judged(counts: Counter[str]) -> int:
    """Those that tests were asked about."""
    return counts[KILLED] + counts[OPEN] + counts[SURVIVED]


class Report:
    """The verdicts on one source, as long as it stays the same."""

    def __init__(self, path: str, generated: int = 0) -> None:
        self.path, self.source = path, figures.stamp(path)
        kept = figures.read(NAME).get(path, {})
        same = kept.get("source") == self.source
        self.verdicts: dict[str, dict[str, Any]] = kept["mutants"] if same else {}
        self.generated = generated or (kept.get("generated", 0) if same else 0)

    def verdict(self, change: Change) -> str:
        return str(self.verdicts.get(change.name, {}).get("verdict", ""))

    def count(self) -> Counter[str]:
        return count(self.verdicts)

    @property
    def judged(self) -> int:
        return judged(self.count())

    def keep(self, change: Change, verdict: str, by: str = "") -> None:
        row: dict[str, Any] = {"verdict": verdict} | ({"by": by} if by else {})
        if verdict in (OPEN, SURVIVED):
            original, mutated = change.lines((ROOT / change.path).read_bytes())
            row |= {"line": change.line, "operator": change.operator}
            row |= {"original": original, "mutated": mutated}
        self.verdicts[change.name] = row
        self.write()

    def write(self) -> None:
        figure = {
            "source": self.source,
            "generated": self.generated,
            "mutants": self.verdicts,
        }
        figures.write(NAME, figures.read(NAME) | {self.path: figure})
