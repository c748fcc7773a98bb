"""From rows of text to moments with prices, each refused with its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from counterpoise.data.cells import Unreadable, price, seconds
from counterpoise.data.problem import BadPrices
from counterpoise.data.source import Row, Source, Tell, bad

TIMESTAMP = "timestamp"
OFTEN = 4_096  # {row} between two looks at how far it is: some 20 ms


@dataclass(frozen=True, slots=True)
class Point:
    """One row, understood."""

    number: int  # of the line or row
    text: str  # of its time, as the file has it
    time: int  # {s} since 1970
    closes: tuple[int, ...]  # D18{USD/tok}


def columns_of(source: Source, assets: Sequence[str], named: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the columns of the times and of these assets, some of them by other names.

    Raises `BadPrices`.
    """
    known = (TIMESTAMP, *assets)
    for key in named:
        if key not in known:
            problem = f"prices.columns.{key}: no such asset, there are {', '.join(assets)}"
            raise BadPrices(source.path, 0, problem)
    return tuple(named.get(name, name) for name in known)


def points(source: Source, columns: Sequence[str], tell: Tell) -> Iterator[Point]:
    """Every row of these columns, the first of them the times. Raises `BadPrices`."""
    rows = source.rows([_place(source, name) for name in columns])
    for count, row in enumerate(rows):
        if "" in row.cells:
            raise _absent(source, columns, row, rows)
        yield _point(source, columns, row)
        if count % OFTEN == 0:
            tell("reading", *source.progress())


def _point(source: Source, columns: Sequence[str], row: Row) -> Point:
    place = 0
    try:
        time, closes = seconds(row.cells[0]), []
        for place, cell in enumerate(row.cells[1:], 1):  # noqa: B007 - it says where it stopped.
            closes.append(price(cell))
    except Unreadable as wrong:
        raise bad(source, row.number, str(wrong), row.cells[place], columns[place]) from None
    return Point(row.number, row.cells[0], time, tuple(closes))


def _place(source: Source, name: str) -> int:
    times = source.header.count(name)
    if times != 1:
        problem = f"column {name} twice" if times else f"no column {name}"
        first = 1 if source.unit == "line" else 0
        raise bad(source, first, problem, ",".join(source.header))
    return source.header.index(name)


def _absent(source: Source, columns: Sequence[str], row: Row, rows: Iterator[Row]) -> BadPrices:
    """An asset without a price: from when, and over how many rows, until when."""
    place, last, count = row.cells.index(""), row, 1
    if place == 0:
        return bad(source, row.number, "no time", column=columns[0])
    for after in rows:
        if after.cells[place]:
            break
        last, count = after, count + 1
    span = f"from {row.cells[0]} to {last.cells[0]}, {count} {source.unit}s"
    problem = "no price" if count == 1 else f"no price {span}"
    return bad(source, row.number, problem, column=columns[place])
