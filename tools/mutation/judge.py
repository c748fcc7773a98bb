"""Asks tests about changed code: in process with its bytecode alone, then on a node."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
from collections.abc import Iterable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings

from tests import depth
from tools.mutants import DidNotRun, first_failure
from tools.mutation.compiler import Codes
from tools.planting import planted

QUIET = ("-x", "-q", "--tb=no", "-p", "no:pytest-brownie", "-p", "no:cacheprovider")
# {s} of the processor; what takes five times as long as without a mutant has no end.
LONGEST, LEAST, TIMES = 600, 10, 5
ENDLESS = "no answer in time"
PASSED, FAILED = 0, 1  # pytest's exit codes
FEW, ALL = 25, 100  # per cent of the examples that the tests try
opened = ExitStack()


class Watch:
    """Tells the first test that fails; takes from each what only a node's tests need."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        for item in items:
            for names in (item.fixturenames, item._fixtureinfo.names_closure):
                if "isolation" in names:
                    names.remove("isolation")

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            os.write(self.pipe, f"{report.nodeid}\n".encode())


def in_process(
    codes: Codes, tests: Iterable[str], percent: int = FEW, longest: int = LONGEST
) -> str | None:
    """The first test that fails where contracts have other code, in a fork that ends with it."""
    return fork(codes, list(tests), percent, longest)[0]


def usual(codes: Codes, tests: Iterable[str]) -> int:
    """{s}, how long a mutant may take. The tests pass with this code, or they prove nothing."""
    failed, seconds = fork(codes, list(tests), FEW, LONGEST)
    if failed:
        raise DidNotRun(f"{failed} fails without a mutant")
    return max(round(TIMES * seconds), LEAST)


def fork(codes: Codes, tests: list[str], percent: int, longest: int) -> tuple[str | None, float]:
    """What fails first, and the processor's seconds that it took."""
    artifacts()
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        resource.setrlimit(resource.RLIMIT_CPU, (longest, longest + 1))
        _exit_with(codes, tests, writer, percent)
    os.close(writer)
    _, status, used = os.wait4(child, 0)
    with os.fdopen(reader) as told:
        failed = told.readline().strip()
    return outcome(status, failed), used.ru_utime + used.ru_stime


def outcome(status: int, failed: str) -> str | None:
    """What failed, if anything did. Raises `DidNotRun` where pytest says something else."""
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return ENDLESS
    code = os.waitstatus_to_exitcode(status)
    if code not in (PASSED, FAILED) or (code == FAILED) != bool(failed):
        raise DidNotRun(f"pytest ended with {code} {failed}")
    return failed or None


def artifacts() -> Any:
    """The tests' own memory of the artifacts, filled before any fork, as imports are."""
    import brownie  # noqa: F401

    from counterpoise import engine as twin  # noqa: F401
    from tests.evm import in_process as engine

    engine.errors()
    return engine.artifact


def _exit_with(codes: Codes, tests: list[str], writer: int, percent: int) -> None:
    """Swaps the code, runs the tests without a word, and is gone."""
    import pytest

    code = 99
    try:
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        for name, (creation, runtime) in codes.items():
            artifacts()(name).update(bytecode=creation, deployedBytecode=runtime)
        repeatable(percent)
        code = int(pytest.main([*QUIET, "-o", "timeout=0", *tests], plugins=[Watch(writer)]))
    finally:
        os._exit(code)


def repeatable(percent: int) -> None:
    """The same examples every time, none made smaller: a verdict needs no more."""
    depth.EXAMPLES = depth.EXAMPLES * percent // ALL
    depth.examples = lambda modest, deep=None: max(modest * percent // ALL, 1)
    phases = (Phase.explicit, Phase.generate, Phase.target)
    settings.register_profile(
        "mutation", derandomize=True, database=None, phases=phases, report_multiple_bugs=False
    )
    settings.load_profile("mutation")


def on_node(codes: Codes, tests: Iterable[str]) -> str | None:
    """The first test that fails in a copy of the tree whose artifacts have other code."""
    copy = copied()
    built = [copy / "build" / "contracts" / f"{name}.json" for name in codes]
    kept = [it.read_text() for it in built]
    for path, text, (creation, runtime) in zip(built, kept, codes.values()):
        swapped = json.loads(text) | {"bytecode": creation, "deployedBytecode": runtime}
        path.write_text(json.dumps(swapped))
    try:
        return first_failure(copy, list(tests))
    except DidNotRun as error:
        unprepared = re.search(r"^ERROR (\S+::\S+)", str(error), re.MULTILINE)
        if unprepared is None:
            raise
        return unprepared[1]  # What a test needs first is a test too, if it passes otherwise.
    finally:
        for path, text in zip(built, kept):
            path.write_text(text)


@cache
def copied() -> Path:
    """A copy of the tree for as long as this process runs."""
    return opened.enter_context(planted())
