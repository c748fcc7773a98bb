"""What became of each planted defect, where it was planted in the contracts as they are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from tools import figures, mutants
from tools.markdown import share
from tools.mutants import SURVIVED, Mutant, Verdict, row
from tools.planting import touched

TEXT = """\
Each file of `tests/mutants` is a defect that the tests are to find: a case of the catalogue, what
is wrong, the tests that should notice, and a patch of a few lines. `make mutants` runs those tests
where nothing is planted, applies each patch to a copy of the tree, compiles what the change
touches, and runs the mutant's tests; where none of them fails, all tests of the vault, the
constraints and the planner. Only a test that fails has caught a defect: a copy that does not
compile or start has not. A mutant takes 12 seconds to a minute of a core, so this is never part of
CI; `ONLY=RB` plants those of one family, `JOBS=2` two at once. A verdict holds until the patch or a
contract that it changes is another."""
NOTES = """\
Four passed the tests that were listed for them when they were first planted: a transfer of nothing
(TK-09.pays-nothing), a purchase beyond the cap of the books (TK-09.bought-beyond-cap), upkeep in a
pause (EX-02.upkeep-ignores-pause), in whose test nothing was due, and an ask that was rounded down
(RB-04.ask-rounds-down), where every test asked for whole units. Their tests were written then.
A test that was not listed catches only if it passes where nothing is planted.
OpenZeppelin's code is not mutated (GV-04, GV-07)."""


def section() -> str:
    every, verdicts = mutants.every(), figures.read("mutants")
    told = [verdict(it, verdicts) for it in every]
    lines = ["| mutant | defect | caught by |", "| --- | --- | --- |", *map(row, told)]
    return "\n\n".join(["## Planted defects", TEXT, summary(told), "\n".join(lines), NOTES])


def verdict(mutant: Mutant, verdicts: dict[str, Any]) -> Verdict:
    """What is known of a mutant, or that nothing is."""
    kept = verdicts.get(mutant.patch.stem, {})
    caught = kept.get("caught_by") if kept.get("judged") == figures.judged(mutant) else None
    return Verdict(
        mutant.patch.stem, mutant.case, mutant.defect, caught or not_planted(mutant, kept), 0
    )


def not_planted(mutant: Mutant, kept: dict[str, Any]) -> str:
    files = ", ".join(f"`{Path(it).name}`" for it in sorted(touched(mutant.patch)))
    return f"not planted since a change of {files}" if kept else "not planted yet"


def summary(told: list[Verdict]) -> str:
    """How many were caught, and how many say nothing."""
    counts = Counter(outcome(it.caught_by) for it in told)
    planted = counts["caught"] + counts["survived"]
    return (
        f"{len(told)} mutants: {counts['caught']} caught, {counts['survived']} survived, "
        f"{counts['did not run']} did not run, {counts['not planted']} not planted in the\n"
        f"contracts as they are. Score of those planted: {share(counts['caught'], planted)}."
    )


def outcome(caught_by: str) -> str:
    if "::" in caught_by:
        return "caught"
    if caught_by == SURVIVED:
        return "survived"
    return "not planted" if caught_by.startswith("not planted") else "did not run"
