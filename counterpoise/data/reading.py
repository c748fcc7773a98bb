"""Price files, CSV or Parquet: all of one is checked before anything of it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from counterpoise.data.opening import kind_of, opened
from counterpoise.data.points import TIMESTAMP, Point, columns_of, points
from counterpoise.data.problem import BadPrices
from counterpoise.data.regular import JUMP, regular
from counterpoise.data.series import Prices
from counterpoise.data.source import Source, Tell, bad, silent
from counterpoise.data.steady import unchanged

MOST = 10**7  # {price} that are kept: a gigabyte of exact integers, sixteen years of five's minutes


@dataclass(frozen=True, slots=True)
class Survey:
    """What is in a file."""

    assets: tuple[str, ...]
    first: int  # {s}
    last: int  # {s}
    step: int  # {s}
    count: int  # {row}


def load(
    path: Path,
    assets: Sequence[str],
    start: datetime | None = None,
    end: datetime | None = None,
    columns: Mapping[str, str] | None = None,
    jump: int = JUMP,
    tell: Tell = silent,
) -> Prices:
    """The prices of these assets from `start` on and before `end`, both UTC.

    The file has a column `timestamp` (ISO 8601 with Z or +00:00) and a close for each asset, by the
    asset's name or by the one that `columns` gives it. All of it is checked, not only what is
    played, a `jump`-fold change from row to row is an error, and what is not asked for is not
    kept. Raises `BadPrices`.
    """
    with _checked(path, assets, columns or {}, jump, tell) as (source, rows):
        most = max(MOST // len(assets), 2)
        times, closes, ends = _within(source, rows, start, end, most)
    if len(times) < 2:
        span = f"{ends[0].text} to {ends[1].text}"
        raise BadPrices(path, 0, "fewer than two prices in the chosen time, the file has", span)
    return Prices(tuple(assets), tuple(times), tuple(closes))


def survey(
    path: Path,
    assets: Sequence[str] | None = None,
    jump: int = JUMP,
    tell: Tell = silent,
) -> Survey:
    """What is in these columns of a file, or in all of it: checked, and not kept.

    Raises `BadPrices`.
    """
    with _checked(path, assets, {}, jump, tell) as (source, rows):
        first = last = before = _first(source, rows)
        count = 1
        for point in rows:
            before, last, count = last, point, count + 1
        names = tuple(assets or _assets(source))
    return Survey(names, first.time, last.time, last.time - before.time, count)


@contextmanager
def _checked(
    path: Path, assets: Sequence[str] | None, named: Mapping[str, str], jump: int, tell: Tell
) -> Iterator[tuple[Source, Iterator[Point]]]:
    """The file and its rows; when they are through, it is still the same file."""
    kind_of(path)
    with unchanged(path, tell), opened(path) as source:
        names = _assets(source) if assets is None else assets
        columns = columns_of(source, names, named)
        yield source, regular(source, columns, points(source, columns, tell), jump)


def _assets(source: Source) -> tuple[str, ...]:
    """All that the file has beside its times."""
    return tuple(name for name in source.header if name != TIMESTAMP)


def _within(
    source: Source,
    rows: Iterator[Point],
    start: datetime | None,
    end: datetime | None,
    most: int,
) -> tuple[list[int], list[tuple[int, ...]], tuple[Point, Point]]:
    """What lies in a span, without what it was read from, and the file's own first and last."""
    times: list[int] = []
    closes: list[tuple[int, ...]] = []
    first = last = _first(source, rows)
    since = start.timestamp() if start else first.time
    until = end.timestamp() if end else float("inf")
    for last in chain([first], rows):
        if since <= last.time < until:
            times.append(last.time)
            closes.append(last.closes)
            if len(times) > most:
                problem = f"more than {most} rows in the chosen time: choose less, or a longer step"
                raise bad(source, last.number, problem)
    return times, closes, (first, last)


def _first(source: Source, rows: Iterator[Point]) -> Point:
    found = next(rows, None)
    if found is None:
        raise bad(source, 1 if source.unit == "line" else 0, "no prices after the header")
    return found
