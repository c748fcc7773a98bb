"""Prices into files, from which they are read again as the same integers."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from counterpoise.data.cells import EXACT, price_text, time_text
from counterpoise.data.opening import kind_of
from counterpoise.data.points import TIMESTAMP
from counterpoise.data.problem import BadPrices
from counterpoise.data.series import Prices
from counterpoise.data.tables import BATCH, arrow

DIGITS, PLACES = 38, 18  # of a decimal128: 1e12 dollars, the highest price, take 31


def write(path: Path, prices: Prices) -> None:
    """The file as a whole or not at all, in the format that its name says; the same prices make
    the same bytes. Raises `BadPrices`.
    """
    kind, draft = kind_of(path), path.with_name(f"{path.name}.part")
    try:
        if kind == "Parquet":
            _write_table(draft, prices)
        else:
            _write_lines(draft, prices, packed=kind == "packed CSV")
        draft.replace(path)
    except OSError as error:
        raise BadPrices(path, 0, f"cannot be written: {error.strerror or error}") from None


def _write_lines(draft: Path, prices: Prices, packed: bool) -> None:
    with draft.open("wb") as file:
        if not packed:
            file.writelines(_lines(prices))
            return
        with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as stream:
            stream.writelines(_lines(prices))


def _lines(prices: Prices) -> Iterator[bytes]:
    yield f"{','.join((TIMESTAMP, *prices.assets))}\n".encode()
    for time, closes in zip(prices.times, prices.closes, strict=True):
        yield f"{','.join((time_text(time), *map(price_text, closes)))}\n".encode()


def _write_table(draft: Path, prices: Prices) -> None:
    pyarrow = arrow()
    money = pyarrow.decimal128(DIGITS, PLACES)
    fields = [(TIMESTAMP, pyarrow.timestamp("ms", "UTC")), *((it, money) for it in prices.assets)]
    schema = pyarrow.schema(fields)
    with (
        draft.open("wb") as file,
        pyarrow.parquet.ParquetWriter(file, schema, write_page_checksum=True) as writer,
    ):
        for begin in range(0, len(prices), BATCH):
            columns = _columns(pyarrow, schema, prices, slice(begin, begin + BATCH))
            writer.write_batch(pyarrow.record_batch(columns, schema=schema))


def _columns(pyarrow: Any, schema: Any, prices: Prices, rows: slice) -> list[Any]:
    times = [time * 1_000 for time in prices.times[rows]]
    closes = ([_decimal(it) for it in column] for column in zip(*prices.closes[rows]))
    return [
        pyarrow.array(values, pyarrow.int64() if place == 0 else field.type).cast(field.type)
        for place, (field, values) in enumerate(zip(schema, (times, *closes), strict=True))
    ]


def _decimal(price: int) -> Decimal:
    return EXACT.scaleb(Decimal(price), -PLACES)
