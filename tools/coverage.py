"""Reports the lines and branches that the tests reach, of the contracts and of the package."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tools.stamp import ROOT, sources
from tools.tracing import HASH, TRACES

REPORT = ROOT / "reports" / "coverage.json"
Span = tuple[int, int]


@dataclass
class Source:
    """One file: what can be reached in it, and what was."""

    lines: set[int] = field(default_factory=set)
    reached: set[int] = field(default_factory=set)
    branches: set[tuple[Span, str]] = field(default_factory=set)
    taken: set[tuple[Span, str]] = field(default_factory=set)


def main() -> int:
    plugins = ["-p", "tools.tracing", "--cov", "--cov-report=term", "-o", "timeout=1200"]
    command = ["-m", "pytest", "-q", *plugins, "tests"]
    failed = subprocess.run([sys.executable, *command], cwd=ROOT).returncode
    rows = report(json.loads(TRACES.read_text()))
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps({"tree": sources(), "rows": rows}, indent=2) + "\n")
    show(rows)
    return failed


def report(traces: dict[str, list[str]]) -> list[dict[str, Any]]:
    """A row for each of the project's own files, the mocks aside."""
    sources: dict[str, Source] = {}
    for artifact in artifacts():
        words = set(traces.get(artifact["deployedBytecode"][-HASH:], ()))
        for number, path in artifact["allSourcePaths"].items():
            if path.startswith("contracts/") and not path.startswith("contracts/mocks/"):
                collect(sources.setdefault(path, Source()), path, artifact, number, words)
    return [row(path, source) for path, source in sorted(sources.items())]


def artifacts() -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "build" / "contracts").glob("*.json")):
        artifact = json.loads(path.read_text())
        if artifact["sourcePath"].startswith("contracts/") and artifact["deployedBytecode"]:
            yield artifact


def collect(
    source: Source, path: str, artifact: dict[str, Any], number: str, words: set[str]
) -> None:
    """Adds what one contract's code says of one file, which may be a library inside of it."""
    counters = {pc: at for pc, at in artifact["pcMap"].items() if at.get("path") == number}
    text = (ROOT / path).read_bytes()
    ran = [at["offset"] for pc, at in counters.items() if pc in words and "offset" in at]
    for start, end in spans(artifact["coverageMap"]["statements"], number):
        line = text.count(b"\n", 0, start) + 1
        source.lines.add(line)
        if any(start <= first and last <= end for first, last in ran):
            source.reached.add(line)
    add_branches(source, counters, branches(artifact["coverageMap"]["branches"], number), words)


def add_branches(
    source: Source, counters: dict[str, Any], named: dict[int, Span], words: set[str]
) -> None:
    """Both ways out of each jump that decides one of the file's branches."""
    for pc, at in counters.items():
        if at["op"] == "JUMPI" and at.get("branch") in named:
            ways = {(named[at["branch"]], way): f"{pc}:{way}" for way in "01"}
            source.branches |= ways.keys()
            source.taken |= {key for key, word in ways.items() if word in words}


def spans(kind: dict[str, Any], number: str) -> Iterator[Span]:
    for function in kind.get(number, {}).values():
        for start, end, *_ in function.values():
            yield start, end


def branches(kind: dict[str, Any], number: str) -> dict[int, Span]:
    """Each branch's place in the file, by Brownie's number for it."""
    functions = kind.get(number, {}).values()
    return {int(key): (at[0], at[1]) for function in functions for key, at in function.items()}


def row(path: str, source: Source) -> dict[str, Any]:
    return {
        "path": path,
        "lines": len(source.lines),
        "lines_reached": len(source.reached),
        "branches": len(source.branches),
        "branches_taken": len(source.taken),
        "missing": sorted(source.lines - source.reached),
    }


def show(rows: list[dict[str, Any]]) -> None:
    """A table; a branch is one way out of one decision, so a decision has two."""
    print(f"\n{'contract':48}{'lines':>16}{'branches':>16}  lines not reached")
    for it in [*rows, total(rows)]:
        lines = share(it["lines_reached"], it["lines"])
        ways = share(it["branches_taken"], it["branches"])
        missing = ", ".join(str(line) for line in it["missing"])
        print(f"{it['path'].removeprefix('contracts/'):48}{lines:>16}{ways:>16}  {missing}")


def total(rows: list[dict[str, Any]]) -> dict[str, Any]:
    counts = ("lines", "lines_reached", "branches", "branches_taken")
    sums = {name: sum(it[name] for it in rows) for name in counts}
    return {"path": "all", "missing": [], **sums}


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} {100 * part // whole:3d} %" if whole else "-"


if __name__ == "__main__":
    sys.exit(main())
