"""A bar that shows itself once there is something to wait for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from counterpoise.data.source import Tell

PATIENCE = 2  # {s} that nobody minds


@contextmanager
def bar(console: Console, patience: float = PATIENCE) -> Iterator[Tell]:
    """Inside, what is told is shown to people, but nothing of what is over in two seconds."""
    begun = time.monotonic()
    columns = BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    shown = Progress(TextColumn("{task.description}"), *columns, console=console, transient=True)
    task = shown.add_task("", total=None)

    def tell(what: str, done: int, total: int) -> None:
        shown.update(task, description=what, completed=done, total=total)
        is_due = time.monotonic() - begun >= patience and console.is_interactive
        if is_due and not shown.live.is_started:
            shown.start()

    try:
        yield tell
    finally:
        if shown.live.is_started:  # Or it would leave an empty line.
            shown.stop()
