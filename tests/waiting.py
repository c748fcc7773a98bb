"""What comes sooner or later: how soon is the machine's affair, and no test's."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 120.0  # {s} for what takes one or two where nothing else runs
POLL = 0.02  # {s}


def until(ask: Callable[[], T], patience: float = PATIENCE) -> T:
    """The first answer that is not empty. Raises `TimeoutError`."""
    end = time.monotonic() + patience
    while not (answer := ask()):
        if time.monotonic() > end:
            raise TimeoutError(f"still {answer!r} after {patience:.0f} s")
        time.sleep(POLL)
    return answer


def runs(process: int) -> bool:
    """Whether a process is at work, here on Linux; one that has ended may stay in the list."""
    try:
        said = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return said.rpartition(")")[2].split()[0] not in "ZX"


def children(process: int) -> list[int]:
    """Those that it has started itself and not taken leave of."""
    return [int(it) for it in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def command_of(process: int) -> bytes:
    """What it was started with; empty where it is gone."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
