"""Price files of columns: Parquet, a batch of rows at a time, each cell as text would have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from counterpoise.data.source import Row, bad
from counterpoise.errors import CounterpoiseError

BATCH = 2**14  # {row} in memory at once
BUFFER = 2**20  # {byte} of a column read at once, however large its chunk is
UTC = {"UTC", "Etc/UTC", "Z", "+00:00"}


class NoParquet(CounterpoiseError):
    """pyarrow, which reads and writes Parquet, is not installed."""

    def __init__(self) -> None:
        super().__init__("Parquet needs pyarrow: pip install 'counterpoise[backtest]'")


def arrow() -> Any:
    """pyarrow with its Parquet; a second to import, so only where it is used."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise NoParquet from None
    return pyarrow


class Table:
    """A Parquet file; only a batch of it is in memory."""

    unit = "row"

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self._arrow = arrow()
        self._done = 0
        with self._told():
            self._file = self._arrow.parquet.ParquetFile(
                file, buffer_size=BUFFER, pre_buffer=False, page_checksum_verification=True
            )
            self._schema = self._file.schema_arrow

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(self._schema.names)

    def rows(self, places: Sequence[int]) -> Iterator[Row]:
        fields = [self._schema.field(place) for place in places]
        with self._told():
            for field in fields:
                self._require_text_of(field)
        names = [field.name for field in fields]
        batches = self._file.iter_batches(BATCH, columns=names, use_threads=False)
        while True:
            with self._told():
                batch = next(batches, None)
            if batch is None:
                return
            yield from self._numbered([self._texts(batch.column(name)) for name in names])

    def progress(self) -> tuple[int, int]:
        return self._done, self._file.metadata.num_rows

    def _numbered(self, columns: list[list[str]]) -> Iterator[Row]:
        for cells in zip(*columns, strict=True):
            self._done += 1
            yield Row(self._done, cells)

    def _texts(self, column: Any) -> list[str]:
        with self._told():
            text = column.cast(self._arrow.string()).fill_null("").to_pylist()
        return [cell.strip() for cell in text]

    def _require_text_of(self, field: Any) -> None:
        """A column whose values are known exactly, and whose times are UTC."""
        types, kind = self._arrow.types, field.type
        if types.is_timestamp(kind) and kind.tz and kind.tz not in UTC:
            raise bad(self, 0, "time is not UTC", kind.tz, field.name)
        if types.is_float32(kind) or types.is_float16(kind):
            problem = f"{kind} holds no price exactly: write float64, a decimal or text"
            raise bad(self, 0, problem, column=field.name)
        if types.is_boolean(kind) or types.is_nested(kind) or types.is_binary(kind):
            raise bad(self, 0, f"neither times nor prices but {kind}", column=field.name)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Inside, what Arrow says of a file is said as of every other one."""
        try:
            yield
        except (self._arrow.ArrowException, OSError, ValueError) as error:
            problem = f"is damaged after row {self._done}: {str(error).splitlines()[0]}"
            raise bad(self, 0, problem) from None
