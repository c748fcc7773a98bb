"""A file of proposals: at each of its times the weights of all assets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from counterpoise.backtest.prices import ONE, BadPrices
from counterpoise.data.cells import EXACT, NUMBER, Unreadable, seconds
from counterpoise.data.opening import opened
from counterpoise.data.points import TIMESTAMP
from counterpoise.data.source import Row, Source, bad
from counterpoise.math.nano_weights import NANO


@dataclass(frozen=True, slots=True)
class Opinion:
    """A row: from its time on somebody is for these weights."""

    line: int
    time: int  # {s}
    weights: tuple[int, ...]  # D18{1}, in the vault's order


@dataclass(frozen=True, slots=True)
class Opinions:
    """A file's rows that lie in a run."""

    path: str
    symbols: tuple[str, ...]
    rows: tuple[Opinion, ...]

    def refused(self, row: Opinion, problem: str, column: str = "") -> BadPrices:
        """What is wrong with a row."""
        return BadPrices(Path(self.path), row.line, problem, column=column)


def load(path: Path, symbols: Sequence[str], first: int, last: int, step: int) -> Opinions:
    """A CSV of `timestamp` and a column for each asset of the vault, the hub too: fractions of one.

    Times grow by a price's step {s} at least, and weights are whole steps of 1e-9 whose sum is one.
    All of it is checked; what is before the first price {s} or after the last is left out. Raises
    `BadPrices` with line and column.
    """
    with opened(path) as source:
        rows = [*_rows(source, symbols, step)]
        if not rows:
            raise bad(source, 1, "no proposals after the header")
    within = tuple(it for it in rows if first <= it.time <= last)
    return Opinions(str(path), tuple(symbols), within)


def _rows(source: Source, symbols: Sequence[str], step: int) -> Iterator[Opinion]:
    columns, last = (TIMESTAMP, *symbols), -step
    for row in source.rows([_place(source, it) for it in columns]):
        time = _time(source, row)
        if time < last + step:
            problem = f"{time - last} s after the {source.unit} above, at least {step} s, a price's"
            raise bad(source, row.number, problem, row.cells[0], TIMESTAMP)
        yield Opinion(row.number, time, _weights(source, symbols, row))
        last = time


def _place(source: Source, name: str) -> int:
    if source.header.count(name) != 1:
        problem = f"column {name} twice" if name in source.header else f"no column {name}"
        raise bad(source, 1, problem, ",".join(source.header))
    return source.header.index(name)


def _time(source: Source, row: Row) -> int:
    try:
        return seconds(row.cells[0])
    except Unreadable as wrong:
        raise bad(source, row.number, str(wrong), row.cells[0], TIMESTAMP) from None


def _weights(source: Source, symbols: Sequence[str], row: Row) -> tuple[int, ...]:
    weights = []
    for symbol, cell in zip(symbols, row.cells[1:], strict=True):
        try:
            weights.append(_weight(cell))
        except Unreadable as wrong:
            raise bad(source, row.number, str(wrong), cell, symbol) from None
    if sum(weights) != ONE:
        total = f"{Decimal(sum(weights)) / ONE:f}"
        raise bad(source, row.number, "the weights' sum is not 1", total)
    return tuple(weights)


def _weight(text: str) -> int:
    """D18{1}. Raises `Unreadable`."""
    if not NUMBER.fullmatch(text):
        raise Unreadable("weight is not a number")
    found = EXACT.multiply(Decimal(text), ONE)
    if not 0 <= found <= ONE:
        raise Unreadable("weight is not between 0 and 1")
    if found % NANO:
        raise Unreadable("weight is finer than 1e-9")
    return int(found)
