"""Where rows of text come from, whatever the file is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from counterpoise.data.problem import BadPrices

# What is under way, how far it is, and how far it goes.
Tell = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a text file, or a row of a table."""

    number: int  # from 1 on
    cells: tuple[str, ...]  # stripped; empty where there is nothing


class Source(Protocol):
    """An open price file."""

    path: Path
    unit: str  # "line" or "row": what numbers count.

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""

    def rows(self, places: Sequence[int]) -> Iterator[Row]:
        """The cells of these columns, row by row. Raises `BadPrices`."""

    def progress(self) -> tuple[int, int]:
        """How much of it is read, of how much."""


def bad(source: Source, number: int, problem: str, text: str = "", column: str = "") -> BadPrices:
    """What is wrong with a row of it, or with all of it where the number is 0."""
    return BadPrices(source.path, number, problem, text, column, source.unit)
