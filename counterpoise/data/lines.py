"""Price files of text: CSV, plain or packed, a line at a time."""

from __future__ import annotations

import csv
import gzip
import os
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from counterpoise.data.source import Row, bad

LONGEST = 2**16  # {byte} of a line: a thousand assets fit, and a file without lines ends here.
BOM = b"\xef\xbb\xbf"


class Lines:
    """A CSV file; only one line of it is in memory."""

    unit = "line"

    def __init__(self, path: Path, file: BinaryIO, packed: bool) -> None:
        self.path = path
        self._file = file
        self._size = os.fstat(file.fileno()).st_size
        self._text = self._lines(gzip.GzipFile(fileobj=file) if packed else file)
        _, first = next(self._text, (1, ""))
        if not first:
            raise bad(self, 1, "the file is empty")
        self._header = self._cells(1, first)

    @property
    def header(self) -> tuple[str, ...]:
        return self._header

    def rows(self, places: Sequence[int]) -> Iterator[Row]:
        for number, line in self._text:
            cells = self._cells(number, line)
            if len(cells) != len(self._header):
                problem = f"expected {len(self._header)} columns, got {len(cells)}"
                raise bad(self, number, problem if line else "the line is empty", line)
            yield Row(number, tuple(cells[place] for place in places))

    def progress(self) -> tuple[int, int]:
        return self._file.tell(), self._size

    def _lines(self, stream: BinaryIO | gzip.GzipFile) -> Iterator[tuple[int, str]]:
        number = 0
        try:
            while raw := stream.readline(LONGEST + 1):
                number += 1
                yield number, self._decoded(number, raw)
        except EOFError:
            raise bad(self, 0, f"the packed file is cut off after line {number}") from None
        except (zlib.error, gzip.BadGzipFile) as error:
            problem = f"the packed file is damaged after line {number}: {error}"
            raise bad(self, 0, problem) from None
        except OSError as error:
            raise bad(self, 0, f"cannot be read: {error.strerror or error}") from None

    def _decoded(self, number: int, raw: bytes) -> str:
        if len(raw) > LONGEST:
            raise bad(self, number, f"is not CSV: a line of more than {LONGEST} bytes")
        try:
            text = raw.removeprefix(BOM if number == 1 else b"").decode()
        except UnicodeDecodeError as error:
            byte = f"byte {raw[error.start]:#04x} is no UTF-8"
            raise bad(self, number, f"is not CSV: {byte}") from None
        line = text.removesuffix("\n").removesuffix("\r")
        if not line.isprintable():
            odd = next(it for it in line if not it.isprintable())
            if odd != "\t" and odd != "\N{NO-BREAK SPACE}":
                raise bad(self, number, "is not CSV", odd)
        return line

    def _cells(self, number: int, line: str) -> tuple[str, ...]:
        if '"' not in line:
            return tuple(cell.strip() for cell in line.split(","))
        try:
            (cells,) = csv.reader([line], strict=True)
        except csv.Error as error:
            raise bad(self, number, f"is not CSV: {error}", line) from None
        return tuple(cell.strip() for cell in cells)
