"""A back-test from its file to its report: deploy, play, compare, tell."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress as Bar

from counterpoise.backtest import kept
from counterpoise.backtest.bar import progress as bar_of
from counterpoise.backtest.baselines.chosen import chosen
from counterpoise.backtest.baselines.names import Name, in_order
from counterpoise.backtest.clock import clock
from counterpoise.backtest.config import Config
from counterpoise.backtest.course import Course
from counterpoise.backtest.folder import writable
from counterpoise.backtest.inputs import Inputs
from counterpoise.backtest.kept import Progress
from counterpoise.backtest.prices import Prices
from counterpoise.backtest.stage import Stage
from counterpoise.backtest.twin import mode
from counterpoise.backtest.twin.scene import stage_at
from counterpoise.data.progress import bar as reading

if TYPE_CHECKING:
    from counterpoise.backtest.report.story import Story

REPORT = "counterpoise.backtest.report.whole"


@dataclass(frozen=True, slots=True)
class Played:
    """A course, and where it was played."""

    course: Course
    stage: Stage


def play(
    path: Path, config: Config, progress: Progress = lambda done: None, *, keep: bool = True
) -> Course:
    """What the file at that path says, from the first price to the last, or from where it stopped.

    Run in the repository's root. With `keep`, in the main thread, Ctrl-C and SIGTERM break it off
    after the step (`BrokenOff`), and `run.reports` is its own; many at once go without.
    """
    inputs = Inputs(path, config)
    return _play(inputs, inputs.prices(), progress, keep).course


def baselines(
    path: Path, config: Config, told: Callable[[str], None] = lambda name: None
) -> list[Course]:
    """What the file at that path compares its vault with; `told` hears of each that is played."""
    inputs = Inputs(path, config)
    return list(_baselines(inputs, inputs.prices(), config.baselines.play, told))


def run(path: Path, config: Config, console: Console) -> Course:
    """Play what the file says beside its baselines; write the report, print its tables.

    What a report needs takes four seconds to import: time enough while the vault is deployed.
    Raises `NotWritable` for the report's folder before anything is read or played.
    """
    writable(config.run.reports)
    inputs = Inputs(path, config)
    with reading(console) as tell:
        prices = inputs.prices(tell)
    span = " to ".join(f"{clock(prices.times[i]):%Y-%m-%d %H:%M}" for i in (0, -1))
    console.print(f"{len(prices)} prices, {span} UTC\n{config.prices.file}", soft_wrap=True)
    with ThreadPoolExecutor(1) as beside, bar_of(console) as bar:
        beside.submit(import_module, REPORT)
        told = _story(inputs, prices, bar)
    _write(told, config.run.reports, console)
    return told.vault.course


def _play(inputs: Inputs, prices: Prices, progress: Progress, keep: bool) -> Played:
    """By the twin alone, or by the bytecode."""
    if inputs.config.run.mode == "twin":
        scene, opinions = inputs.scene(prices), inputs.opinions(prices)
        course = mode.play(scene, prices, inputs.config, progress, opinions)
        return Played(course, stage_at(scene))
    return Played(*kept.play(inputs, prices, progress, keep))


def _baselines(
    inputs: Inputs, prices: Prices, names: Sequence[Name], told: Callable[[str], None]
) -> Iterator[Course]:
    """One after the other, as they are asked for."""
    scene, gas = inputs.scene(prices), inputs.gas(prices)
    with _uncollected():
        yield from chosen(scene, prices, inputs.config, names, gas.at, told)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Steps by the hundred thousand are in no cycle, and to look for one costs a third more."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _story(inputs: Inputs, prices: Prices, bar: Bar) -> Story:
    """The vault first, as whoever stops that loses nothing; then who it is compared with."""
    config, task = inputs.config, bar.add_task("deploying", total=len(prices))
    played = _play(
        inputs, prices, lambda done: bar.update(task, description="playing", completed=done), True
    )
    names = in_order(config.baselines.play)
    others = bar.add_task("comparing", total=len(names))
    courses = _baselines(inputs, prices, names, lambda name: bar.advance(others))
    from counterpoise.backtest.report.whole import tell  # Here, as `run` says.

    return tell(played.course, played.stage, courses, config)


def _write(told: Story, folder: Path, console: Console) -> None:
    from counterpoise.backtest.report.whole import write  # Here too.

    write(told, folder, console)
