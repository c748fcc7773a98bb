"""The rows of a sweep in one Parquet file, which is whole at every moment."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from counterpoise.errors import CounterpoiseError
from counterpoise.sweep.rows import Row
from counterpoise.sweep.vary import Value

SHARE = 20  # Writing takes at most every twentieth second, however long the file grows.
MARK = b"counterpoise.sweep"  # the file's word for which sweep it is of
OWN = ("trial", "error")
TYPES = {int: pa.int64(), float: pa.float64(), str: pa.string()}


class BadLedger(CounterpoiseError):
    """A file that rows cannot be added to."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(f"{file}: {problem}")
        self.file, self.problem = file, problem


@dataclass(slots=True)
class Ledger:
    """Rows by their trial; what is there already needs no playing. `with ledger:` writes them."""

    file: Path
    mark: str  # of the sweep: another configuration, or other keys, have another one
    keys: tuple[str, ...]
    figures: tuple[str, ...]
    rows: dict[str, Row] = field(default_factory=dict)
    _due: float = 0.0  # {s}

    @classmethod
    def at(cls, file: Path, mark: str, keys: Sequence[str], figures: Sequence[str]) -> Ledger:
        """With what the file holds already. Raises `BadLedger`."""
        ledger = cls(file, mark, tuple(keys), tuple(figures))
        if file.exists():
            ledger.rows = {row.trial: row for row in ledger._read() if not row.is_lost}
        return ledger

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever ended it, what is done is in the file."""
        if self.rows:
            self.write()

    def keep(self, row: Row) -> None:
        """Takes a row in, and writes the file where the last time is long enough ago."""
        self.rows[row.trial] = row
        if monotonic() >= self._due:
            begin = monotonic()
            self.write()
            end = monotonic()
            self._due = end + SHARE * (end - begin)

    def write(self) -> None:
        """All rows in the order of their values, so that who was first leaves no trace."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        part = self.file.with_name(self.file.name + ".part")
        rows = sorted(self.rows.values(), key=lambda row: (_order(row.values), row.trial))
        pq.write_table(self._table(rows), part)
        os.replace(part, self.file)

    def _table(self, rows: Sequence[Row]) -> Any:
        columns: dict[str, Any] = {"trial": pa.array([row.trial for row in rows], pa.string())}
        for key in self.keys:
            values = [row.values[key] for row in rows]
            columns[key] = pa.array(values, _type(values))
        for name in self.figures:
            columns[name] = pa.array([row.figures.get(name) for row in rows], pa.float64())
        columns["error"] = pa.array([row.error for row in rows], pa.string())
        return pa.table(columns).replace_schema_metadata({MARK: self.mark.encode()})

    def _read(self) -> Iterable[Row]:
        try:
            table = pq.read_table(self.file)
        except (OSError, pa.ArrowException):
            raise BadLedger(self.file, "is no Parquet file") from None
        known = (table.schema.metadata or {}).get(MARK)
        names = ["trial", *self.keys, *self.figures, "error"]
        if known != self.mark.encode() or table.column_names != names:
            raise BadLedger(self.file, "holds another sweep; give another --out")
        return map(self._row, table.to_pylist())

    def _row(self, found: dict[str, Any]) -> Row:
        values = {key: found[key] for key in self.keys}
        figures = {name: found[name] for name in self.figures if found[name] is not None}
        return Row(found["trial"], values, figures, found["error"])


def _order(values: Any) -> list[tuple[str, float, str]]:
    """Numbers by size, texts by the alphabet, never one against the other."""
    return [
        ("", value, "") if isinstance(value, int | float) else ("text", 0.0, value)
        for value in values.values()
    ]


def _type(values: Sequence[Value]) -> Any:
    """A whole number and a broken one are both broken; a text among them makes all of them one."""
    kinds = {type(value) for value in values}
    return TYPES[next((kind for kind in (str, float, int) if kind in kinds), str)]
