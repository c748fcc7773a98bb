"""Runs the tests that need no Brownie beside those that do, and tells both."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress

from tools.stamp import ROOT

NOTHING_CHOSEN = 5  # pytest's word for: no test fits the options.
PATIENCE = 10  # {s} for a run that was told to end


def main(arguments: Sequence[str]) -> int:
    """Takes the paths of those, then, behind `--`, options for both; returns the worse end."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    pure, options = arguments[:split], arguments[split + 1 :]
    others = ["tests", *(f"--ignore={path}" for path in pure)]
    with tempfile.TemporaryFile("w+") as said:
        beside = subprocess.Popen(
            command(["-p", "no:pytest-brownie", *pure, *options]),
            cwd=ROOT,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            ends = [subprocess.run(command([*others, *options]), cwd=ROOT).returncode]
            ends.append(beside.wait())
        finally:
            end(beside)
        said.seek(0)
        print(f"\nwithout Brownie:\n{said.read()}", end="", flush=True)
    return worse(ends)


def command(options: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", "-q", *options]


def end(run: subprocess.Popen[bytes]) -> None:
    """Ends what still runs when the other half was interrupted."""
    if run.poll() is None:
        run.terminate()
        with suppress(subprocess.TimeoutExpired):
            run.wait(PATIENCE)
        run.kill()
        run.wait()


def worse(ends: Sequence[int]) -> int:
    """0 where all that ran has passed: options may choose nothing of one half, but not of both."""
    ran = [it for it in ends if it != NOTHING_CHOSEN]
    return next((it for it in ran if it), 0) if ran else NOTHING_CHOSEN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
