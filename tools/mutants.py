"""Plants each defect of tests/mutants in a copy of the tree and tells which test finds it."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tools.planting import planted
from tools.stamp import ROOT, SOURCES, digest

PATCHES = ROOT / "tests" / "mutants"
REPORT = ROOT / "reports" / "mutants.json"
JUDGED = (*SOURCES, "tests/mutants", "tests/contracts", "tests/evm")  # What a verdict depends on.
# What is asked where none of a mutant's own tests has found it.
ROOMS = ("vault", "constraint", "execution")
FALLBACK = [f"tests/{how}/{room}" for how in ("contracts", "evm") for room in ROOMS]
QUIET = ("-x", "-q", "-rfE", "--tb=no", "--show-capture=no", "-p", "no:cacheprovider")
LONGEST = 1_200  # {s}
SURVIVED = "SURVIVED"


class DidNotRun(Exception):
    """The tests of a copy could not run, so they say nothing; carries their last words."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One defect: its case in the catalogue, what is wrong, and the tests that should notice."""

    case: str
    defect: str
    tests: tuple[str, ...]
    patch: Path


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant."""

    mutant: str
    case: str
    defect: str
    caught_by: str  # a test's id, or SURVIVED
    seconds: int


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("--only", default="", help="the start of the names to plant: RB-0")
    parser.add_argument("--jobs", type=int, default=1, help="how many at once")
    chosen = parser.parse_args(arguments)
    mutants = [it for it in every() if it.patch.name.startswith(chosen.only)]
    require_sound({test for mutant in mutants for test in mutant.tests})
    with ThreadPoolExecutor(chosen.jobs) as pool:
        verdicts = list(kept(shown(pool.map(judge, mutants))))
    return 1 if survivors(verdicts) else 0


def every() -> list[Mutant]:
    """Each mutant there is, by its case."""
    return [read(path) for path in sorted(PATCHES.glob("*.patch"))]


def read(path: Path) -> Mutant:
    """A mutant from its patch: the defect and the tests stand above the diff."""
    head = path.read_text().partition("\n--- ")[0]
    case, _, defect = head.partition("\n")[0].partition(": ")
    return Mutant(case, defect, tuple(re.findall(r"^test: (\S+)", head, re.MULTILINE)), path)


def require_sound(tests: Iterable[str]) -> None:
    """The tests pass where nothing is planted, or their failing proves nothing."""
    with planted() as copy:
        failed = first_failure(copy, sorted(tests))
    if failed:
        raise DidNotRun(f"{failed} fails without a mutant")


def judge(mutant: Mutant) -> Verdict:
    """Plants a mutant and runs its tests, then the others if they find nothing."""
    start = time.monotonic()
    with planted(mutant.patch) as copy:
        try:
            caught = first_failure(copy, mutant.tests) or found_by_others(copy) or SURVIVED
        except DidNotRun as error:
            caught = f"DID NOT RUN: {last_words(error)}"
    seconds = round(time.monotonic() - start)
    return Verdict(mutant.patch.stem, mutant.case, mutant.defect, caught, seconds)


def found_by_others(copy: Path) -> str | None:
    """A test that fails and is none of the mutant's own: nobody has asked yet if it is sound."""
    caught = first_failure(copy, FALLBACK)
    if caught:
        require_sound([caught])
    return caught


def last_words(error: Exception) -> str:
    return " ".join(str(error).split())[-200:]


def first_failure(copy: Path, tests: Sequence[str]) -> str | None:
    """The first test that fails, if any. Raises `DidNotRun` where something else went wrong."""
    command = [sys.executable, "-m", "pytest", *QUIET, *tests]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=LONGEST)
    failed = re.search(r"^FAILED (\S+)", done.stdout, re.MULTILINE)
    if failed is None and done.returncode:
        raise DidNotRun((done.stdout + done.stderr)[-2_000:])
    return failed[1] if failed else None


def shown(verdicts: Iterator[Verdict]) -> Iterator[Verdict]:
    """The same, each printed as it comes: a row of a table in Markdown."""
    print("| mutant | defect | caught by |\n| --- | --- | --- |", flush=True)
    for it in verdicts:
        print(row(it), flush=True)
        yield it


def row(verdict: Verdict) -> str:
    file, _, test = verdict.caught_by.partition("::")
    name = test.partition("[")[0].replace("::", ", ")
    caught = f"`{Path(file).name}`: {name}" if test else verdict.caught_by
    return f"| {verdict.mutant} | {verdict.defect} | {caught} |"


def kept(verdicts: Iterator[Verdict]) -> Iterator[Verdict]:
    """The same, each added to the report, where a run of some leaves the others' verdicts."""
    tree = digest(JUDGED)
    for it in verdicts:
        rows = known(tree) | {it.mutant: asdict(it)}
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(json.dumps({"tree": tree, "verdicts": rows}, indent=2) + "\n")
        yield it


def known(tree: str) -> dict[str, Any]:
    """What the report says of the very same contracts, defects and tests."""
    report: dict[str, Any] = json.loads(REPORT.read_text()) if REPORT.is_file() else {}
    return dict(report["verdicts"]) if report.get("tree") == tree else {}


def survivors(verdicts: Sequence[Verdict]) -> int:
    """How many are left, told in one line."""
    left = sum("::" not in it.caught_by for it in verdicts)
    print(f"\n{len(verdicts)} mutants, {left} not caught: {REPORT.relative_to(ROOT)}")
    return left


if __name__ == "__main__":
    sys.exit(main())
