"""Hourly (or other regular) prices from a CSV file, refused with the line where it is bad."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from pathlib import Path

from counterpoise.errors import CounterpoiseError

ONE = 10**18  # D18{1}
HIGHEST = 10**12  # {USD/tok}: what the observer on chain still believes.


class BadPrices(CounterpoiseError):
    """A price file that cannot be played: where, what is wrong, and the offending text."""

    def __init__(self, path: Path, line: int, problem: str, text: str) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {problem}" + (f": {text!r}" if text else ""))
        self.path, self.line, self.problem, self.text = path, line, problem, text


@dataclass(frozen=True, slots=True)
class Prices:
    """Closes at regular times."""

    assets: tuple[str, ...]
    times: tuple[int, ...]  # {s} since 1970, UTC
    closes: tuple[tuple[int, ...], ...]  # D18{USD/tok}, a row for each time

    @property
    def step(self) -> int:
        """{s} between two rows."""
        return self.times[1] - self.times[0]

    def __len__(self) -> int:
        return len(self.times)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    text: str
    time: int
    closes: tuple[int, ...]


def load(
    path: Path,
    assets: Sequence[str],
    start: datetime | None = None,
    end: datetime | None = None,
) -> Prices:
    """The columns of these assets from `start` on and before `end`, both UTC.

    The file is CSV or CSV.gz: `timestamp` (ISO 8601 with Z or +00:00) and a close for each asset.
    All of it is checked, not only what is played. Raises `BadPrices`.
    """
    rows = list(_rows(path, assets))
    if not rows:
        raise BadPrices(path, 1, "no prices after the header", "")
    _require_regular(path, rows)
    first = start.timestamp() if start else rows[0].time
    last = end.timestamp() if end else rows[-1].time + 1
    kept = [row for row in rows if first <= row.time < last]
    if len(kept) < 2:
        span = f"{rows[0].text} to {rows[-1].text}"
        raise BadPrices(path, 0, "fewer than two prices in the chosen time, the file has", span)
    return Prices(
        tuple(assets),
        tuple(row.time for row in kept),
        tuple(row.closes for row in kept),
    )


def _rows(path: Path, assets: Sequence[str]) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(_text(path)))
    header = next(reader, [])
    if not header:
        raise BadPrices(path, 1, "the file is empty", "")
    columns = [_column(path, header, name) for name in ("timestamp", *assets)]
    for cells in reader:
        line = reader.line_num
        if len(cells) != len(header):
            problem = f"expected {len(header)} columns, got {len(cells)}"
            raise BadPrices(path, line, problem, ",".join(cells))
        time, *closes = (cells[column].strip() for column in columns)
        yield _Row(
            line,
            time,
            _time(path, line, time),
            tuple(_price(path, line, it) for it in closes),
        )


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    except OSError as error:
        raise BadPrices(path, 0, f"cannot be read: {error.strerror or error}", "") from None
    except (EOFError, ValueError) as error:
        raise BadPrices(path, 0, f"is not CSV: {error}", "") from None
    if "\0" in text:
        raise BadPrices(path, text[: text.index("\0")].count("\n") + 1, "is not CSV", "\0")
    return text


def _column(path: Path, header: list[str], name: str) -> int:
    names = [cell.strip() for cell in header]
    if names.count(name) != 1:
        problem = f"no column {name}" if name not in names else f"column {name} twice"
        raise BadPrices(path, 1, problem, ",".join(header))
    return names.index(name)


def _time(path: Path, line: int, text: str) -> int:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise BadPrices(path, line, "not an ISO 8601 time", text) from None
    if moment.utcoffset() != timedelta(0):
        raise BadPrices(path, line, "time is not UTC", text)
    return int(moment.timestamp())


def _price(path: Path, line: int, text: str) -> int:
    """D18{USD/tok}"""
    try:
        price = Decimal(text)
    except InvalidOperation:
        raise BadPrices(path, line, "price is not a number", text) from None
    if not price.is_finite():
        raise BadPrices(path, line, "price is not a number", text)
    if not 0 < price <= HIGHEST:
        problem = "price is not positive" if price <= 0 else f"price is above {HIGHEST}"
        raise BadPrices(path, line, problem, text)
    return int(price * ONE)


def _require_regular(path: Path, rows: list[_Row]) -> None:
    """Each row is one step after the one before; the first two set the step."""
    step = rows[1].time - rows[0].time if len(rows) > 1 else 0
    for row, following in itertools.pairwise(rows):
        gone = following.time - row.time
        if gone == 0:
            raise BadPrices(path, following.line, "duplicate time", following.text)
        if gone < 0:
            raise BadPrices(path, following.line, "time is before the line above", following.text)
        if gone != step:
            problem = f"gap: {gone} s after the line above, expected {step} s"
            raise BadPrices(path, following.line, problem, following.text)


def moment_of(text: str) -> datetime:
    """A date or time, UTC unless it says otherwise. Raises `ValueError`."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
