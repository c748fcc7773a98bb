"""A report, whole: told from courses, written as files, printed as tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from counterpoise.backtest.config import Config
from counterpoise.backtest.course import Course
from counterpoise.backtest.report import page, pictures, tables
from counterpoise.backtest.report.assumptions import echoed
from counterpoise.backtest.report.story import Band, Story
from counterpoise.backtest.report.telling import story
from counterpoise.backtest.stage import Stage
from counterpoise.math.fixed_point import ONE

PAGE = "report.html"


def tell(course: Course, stage: Stage, others: Iterable[Course], config: Config) -> Story:
    """A vault's course and where it was played, beside the others', as `telling.story` has it."""
    return story(course.name, course, others, echoed(config), _band(stage))


def write(told: Story, folder: Path, console: Console) -> None:
    """Its page and pictures into the folder, its tables and the files' names on the console."""
    files = [folder / PAGE, *pictures.write(told, folder)]
    page.write(told, folder / PAGE)
    for part in tables.tables(told):
        console.print(part)
    console.print(f"Written: {', '.join(map(str, files))}", soft_wrap=True)


def _band(stage: Stage) -> Band | None:
    outer, inner = (round(it * ONE) for it in stage.band)
    return Band(outer, inner) if outer else None
