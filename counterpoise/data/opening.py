"""Which kind of file a price file is, by its name and by how it begins; they must agree."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from counterpoise.data.lines import Lines
from counterpoise.data.problem import BadPrices
from counterpoise.data.source import Source
from counterpoise.data.steady import regular
from counterpoise.data.tables import Table

PARQUET, PACKED = b"PAR1", b"\x1f\x8b"
KINDS = {".parquet": "Parquet", ".csv.gz": "packed CSV", ".csv": "CSV"}
# How other files begin that carry a price file's name now and then.
BEGINNINGS = {
    PARQUET: "Parquet",
    PACKED: "packed CSV",
    b"PK\x03\x04": "a zip or a spreadsheet",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"<": "a web page",
    b"{": "JSON",
    b"[": "JSON",
}


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """The rows of a price file, until the end of this. Raises `BadPrices`."""
    kind = kind_of(path)
    with regular(path) as file:
        _require_kind(path, file, kind)
        if kind == "Parquet":
            yield Table(path, file)
        else:
            yield Lines(path, file, packed=kind == "packed CSV")


def kind_of(path: Path) -> str:
    """What its name says. Raises `BadPrices`."""
    found = next((kind for end, kind in KINDS.items() if path.name.endswith(end)), None)
    if found is None:
        raise BadPrices(path, 0, "its name ends in neither .csv, .csv.gz nor .parquet")
    return found


def _require_kind(path: Path, file: BinaryIO, kind: str) -> None:
    head = file.read(4)
    if not head:
        raise BadPrices(path, 0, "the file is empty")
    found = next((it for start, it in BEGINNINGS.items() if head.startswith(start)), "CSV")
    if found != kind:
        raise BadPrices(path, 0, f"is {found}, not {kind} as its name says")
    if kind == "Parquet":
        file.seek(-min(4, os.fstat(file.fileno()).st_size), os.SEEK_END)
        if file.read() != PARQUET:
            raise BadPrices(path, 0, "is cut off: it does not end as Parquet does")
    file.seek(0)
