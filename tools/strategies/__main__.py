"""Plays real prices through every strategy; writes docs/strategies.md and its pictures."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.progress import Progress

from tools import figures
from tools.replay import Replay
from tools.strategies import ways
from tools.strategies.measure import measure
from tools.strategies.page import NAME, PAGE, PICTURES, page
from tools.strategies.picture import draw


def keep(folder: Path, bar: Progress) -> None:
    """The figures, and the way of each share for the pictures."""
    found, drawn = measure(folder, bar)
    figures.write(NAME, found)
    ways.write(drawn)


def draw_all() -> None:
    """Each picture, of what was last played here."""
    for series, row in ways.read().items():
        draw(series, row, PICTURES[series])


main = Replay("tools.strategies", __doc__, PAGE, page, keep, draw_all).main


if __name__ == "__main__":
    sys.exit(main())
