"""Price files to test with: one that is good, in every format, and series drawn at random."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow
import pyarrow.parquet
from hypothesis import strategies as st

from counterpoise.data.series import ONE, Prices

GOOD = """timestamp,BTC,ETH
2020-03-01T00:00:00Z,8500.5,218
2020-03-01T01:00:00Z,8510,219.25
2020-03-01T02:00:00+00:00,8490,217
2020-03-01T03:00:00Z,8480,216
"""
MOST = 10**12 * ONE  # D18{USD/tok}
NAMES = ("prices.csv", "prices.csv.gz", "prices.parquet")
JUMP = 10**31  # from 1e-18 to 1e12: no jump is too high.


def written(folder: Path, text: str, name: str = "prices.csv") -> Path:
    """A file of this text: as it is, packed, or in Parquet as columns of text."""
    file = folder / name
    if name.endswith(".parquet"):
        header, *rows = (line.split(",") for line in text.splitlines())
        columns = zip(*([cell or None for cell in row] for row in rows), strict=True)
        table(file, dict(zip(header, map(list, columns), strict=True)))
    else:
        file.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return file


def table(file: Path, columns: dict) -> Path:
    """A Parquet file of lists, or of Arrow's own arrays."""
    pyarrow.parquet.write_table(pyarrow.table(columns), file)
    return file


@st.composite
def series(draw, least: int = 2) -> Prices:
    """Any regular series: steps of a second to a month, prices of all sizes."""
    assets = draw(st.lists(st.sampled_from("ABCDEFG"), min_size=1, max_size=3, unique=True))
    step = draw(st.integers(1, 30 * 86_400))
    start = draw(st.integers(0, 2 * 10**9))
    prices = st.lists(st.integers(1, MOST), min_size=len(assets), max_size=len(assets))
    closes = draw(st.lists(prices, min_size=least, max_size=20))
    times = tuple(start + step * place for place in range(len(closes)))
    return Prices(tuple(assets), times, tuple(map(tuple, closes)))
