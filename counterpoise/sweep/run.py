"""A sweep from its plan to its summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from counterpoise.backtest.config import Config
from counterpoise.backtest.folder import writable
from counterpoise.errors import CounterpoiseError
from counterpoise.sweep.conduct import Conductor
from counterpoise.sweep.grid import cells
from counterpoise.sweep.ledger import Ledger
from counterpoise.sweep.plan import Plan
from counterpoise.sweep.rows import Row
from counterpoise.sweep.summary import summarise
from counterpoise.sweep.trial import FIGURES, Backtest
from counterpoise.sweep.windows import Fold
from counterpoise.sweep.workers import Workers


class AllFailed(CounterpoiseError):
    """Not one trial came to an end."""

    def __init__(self, count: int, error: str) -> None:
        super().__init__(f"all {count} trials failed, the first with {error}")
        self.count, self.error = count, error


@dataclass(frozen=True, slots=True)
class Crew:
    """Who plays: workers here, or those of a cluster."""

    address: str | None
    count: int


def run(plan: Plan, crew: Crew, out: Path, console: Console) -> None:
    """Plays what of the plan is not in `out` yet, and shows what all of it came to.

    Raises `NotWritable`, `BadKey`, `BadObjective`, `BadWindow`, `BadLedger`, `BadPrices` before
    anything runs, and `ClusterMissing` or `AllFailed`. Ctrl-C leaves what is done in `out`.
    """
    writable(out.parent)
    plan.check(FIGURES)
    backtest = Backtest(plan.base.folder)
    span = backtest.span(plan.base.config)
    folds = plan.walk.folds(*span) if plan.walk else []
    ledger = Ledger.at(out, plan.mark, plan.keys, FIGURES)
    begin, first = monotonic(), None if crew.address else _first(plan, folds, ledger)
    workers = Workers(backtest, crew.count, crew.address, first)
    with _bar(console) as bar, _told(ledger, console), workers:
        conductor = Conductor(plan, ledger, workers, bar)
        with ledger:
            played = conductor.walk(folds) if folds else []
            trials = [] if folds else conductor.sweep()
    console.print(_share(workers, monotonic() - begin))
    shown = conductor.rows([it for each in played for it in each.test] or trials)
    _require_some(shown)
    verdicts = conductor.verdicts(played)
    summarise(plan, shown, verdicts, out, console)


def _first(plan: Plan, folds: Sequence[Fold], ledger: Ledger) -> Config | None:
    """What is played first, where no search chooses it."""
    window = folds[0].train if folds else None
    trials = (plan.trial(cell, window) for cell in cells(plan.axes))
    unknown = (it.config for it in trials if it.id not in ledger.rows)
    return None if plan.search else next(unknown, None)


def _share(workers: Workers, wall: float) -> str:
    used = workers.seconds / (wall * workers.count)
    return f"{wall:.0f} s; the trials took {used:.0%} of {workers.count} cores."


def _require_some(rows: Sequence[Row]) -> None:
    if all(row.error for row in rows):
        raise AllFailed(len(rows), rows[0].error or "")


@contextmanager
def _told(ledger: Ledger, console: Console) -> Iterator[None]:
    """Who stops it hears how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        said = f"Stopped. The same command goes on from the {len(ledger.rows)} rows in"
        console.print(f"{said} {ledger.file}", soft_wrap=True)
        raise


@dataclass(slots=True)
class _Bar:
    bar: Progress
    task: TaskID
    total: int = 0

    def expect(self, count: int) -> None:
        self.total += count
        self.bar.update(self.task, total=self.total)

    def advance(self) -> None:
        self.bar.advance(self.task)


@contextmanager
def _bar(console: Console) -> Iterator[_Bar]:
    """Trials that are done, and how long the others will take."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(TextColumn("trials"), *columns, console=console) as bar:
        yield _Bar(bar, bar.add_task("trials", total=None))
