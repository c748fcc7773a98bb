"""Judges a sample of slither-mutate's mutants of the custody, constraints and mathematics."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import cache

from tools.mutants import DidNotRun
from tools.mutation import judge
from tools.mutation.compiler import Codes, Compiler
from tools.mutation.generate import Change, changes, sample
from tools.mutation.plan import MACHINE, PLANS, Plan, Stage
from tools.mutation.report import (
    EQUIVALENT,
    KILLED,
    OPEN,
    STILLBORN,
    SURVIVED,
    Report,
)
from tools.stamp import ROOT

compiler = Compiler()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="mutation", description=__doc__)
    parser.add_argument("--only", default="", help="a part of the sources' names: math/")
    parser.add_argument("--again", action="store_true", help="ask again about survivors")
    parser.add_argument("--quick", action="store_true", help="leave out the tests on a node")
    parser.add_argument("--budget", type=int, help="how many to judge of each source")
    chosen = parser.parse_args(arguments)
    for path, plan in PLANS.items():
        if chosen.only in path:
            run(path, plan, chosen.budget or plan.budget, chosen.again, chosen.quick)
    return 0


def run(path: str, plan: Plan, budget: int, again: bool, quick: bool) -> None:
    """Judges a source's sample, first in process, then what is left on a node."""
    every = changes(path)
    report = Report(path, len(every))
    print(f"\n{path}: {len(every)} generated", flush=True)
    for change in sample(every, len(every)):
        verdict = report.verdict(change)
        if (verdict in (OPEN, SURVIVED) and again) or (not verdict and report.judged < budget):
            report.keep(change, *fast(change, plan))
            tell(change, report)
    for change in [] if quick else every:
        if report.verdict(change) == OPEN:
            report.keep(change, *slow(change, plan))
            tell(change, report)
    report.write()
    print(f"{path}: {dict(report.count())}", flush=True)


def fast(change: Change, plan: Plan) -> tuple[str, str]:
    """The verdict of the compiler, and of the tests that need no node."""
    differs = False
    for stage in plan.stages:
        codes = changed(change, stage.contracts)
        if codes is None:
            return STILLBORN, ""
        if codes == original(stage.contracts):
            continue
        differs = True
        failed = fails_in_process(codes, stage) if stage.tests else None
        if failed:
            return KILLED, failed
    return (OPEN, "") if differs else (EQUIVALENT, "")


def slow(change: Change, plan: Plan) -> tuple[str, str]:
    """The verdict of the tests on a node, then of all the examples of those in process."""
    names = tuple(name for stage in plan.stages for name in stage.contracts)
    codes = changed(change, names)
    assert codes is not None
    failed = judge.on_node(codes, plan.slow)
    if failed and is_unsound(names, failed):
        raise DidNotRun(f"{failed} fails without a mutant")
    tests = [test for stage in plan.stages for test in stage.tests if test != MACHINE]
    if tests and not failed:
        failed = judge.in_process(codes, tests, judge.ALL)
    return (KILLED, failed) if failed else (SURVIVED, "")


@cache
def is_unsound(names: tuple[str, ...], test: str) -> bool:
    """Whether a test on a node fails with the code as it is, put there in the same way."""
    return judge.on_node(original(names), [test]) is not None


def changed(change: Change, names: tuple[str, ...]) -> Codes | None:
    """The code of contracts with a change; nothing where it does not compile."""
    source = change.applied((ROOT / change.path).read_bytes()).decode()
    return compiler.codes(names, {change.path: source})


@cache
def original(names: tuple[str, ...]) -> Codes:
    codes = compiler.codes(names, {})
    assert codes is not None
    return codes


def fails_in_process(codes: Codes, stage: Stage) -> str | None:
    longest = allowed(stage.contracts, stage.tests)
    return judge.in_process(codes, stage.tests, longest=longest)


@cache
def allowed(names: tuple[str, ...], tests: tuple[str, ...]) -> int:
    """{s}, how long the tests of a stage may take; asked once."""
    return judge.usual(original(names), tests)


def tell(change: Change, report: Report) -> None:
    row = report.verdicts[change.name]
    text = f"{change.original!r} -> {change.mutated!r}"[:110]
    by = row.get("by", "").rpartition("::")[2]
    place = f"{report.judged:3d} {change.path}:{change.line} {change.operator}"
    print(f"{place} {row['verdict']} {by} {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
