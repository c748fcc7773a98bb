"""A back-test from its file to its report: deploy, play, compare, tell."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

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
from counterpoise.backtest.report import page, pictures, tables
from counterpoise.backtest.report.assumptions import echoed
from counterpoise.backtest.report.story import Band, Story
from counterpoise.backtest.report.telling import story
from counterpoise.backtest.stage import Stage
from counterpoise.backtest.twin import mode
from counterpoise.backtest.twin.scene import stage_at
from counterpoise.data.progress import bar as reading
from counterpoise.math.fixed_point import ONE

PAGE = "report.html"


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

    Raises `NotWritable` for the report's folder before anything is read or played.
    """
    writable(config.run.reports)
    inputs = Inputs(path, config)
    with reading(console) as tell:
        prices = inputs.prices(tell)
    span = " to ".join(f"{clock(prices.times[i]):%Y-%m-%d %H:%M}" for i in (0, -1))
    console.print(f"{len(prices)} prices, {span} UTC\n{config.prices.file}", soft_wrap=True)
    with bar_of(console) as bar:
        told = _story(inputs, prices, bar)
    _report(told, config.run.reports, console)
    return told.vault.course


def _play(inputs: Inputs, prices: Prices, progress: Progress, keep: bool) -> Played:
    """By the twin alone, or by the bytecode."""
    if inputs.config.run.mode == "twin":
        scene = inputs.scene(prices)
        return Played(mode.play(scene, prices, inputs.config, progress), stage_at(scene))
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
    course = played.course
    return story(course.name, course, courses, echoed(config), _band(played.stage))


def _band(stage: Stage) -> Band | None:
    outer, inner = (round(it * ONE) for it in stage.band)
    return Band(outer, inner) if outer else None


def _report(told: Story, folder: Path, console: Console) -> None:
    files = [folder / PAGE, *pictures.write(told, folder)]
    page.write(told, folder / PAGE)
    for part in tables.tables(told):
        console.print(part)
    console.print(f"Written: {', '.join(map(str, files))}", soft_wrap=True)
