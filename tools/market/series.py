"""The real series that are replayed, one asset at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from counterpoise.backtest.prices import ONE, Prices, load, moment_of

FIVE = ("BTC", "ETH", "LINK", "SOL", "UNI")
FILES = {
    "2018 to 2022": ("btc_eth_usd_1h_2018_2022.csv.gz", ("BTC", "ETH")),
    "2024": ("five_usdt_1h_2024.csv.gz", FIVE),
    "August 2024": ("five_usdt_5m_2024_08_crash.csv.gz", FIVE),
}


@dataclass(frozen=True, slots=True)
class Series:
    """The closes of one asset's bars."""

    name: str
    asset: str
    start: int  # {s}, when the first bar closed
    bar: int  # {s}
    closes: tuple[float, ...]  # {USD/tok}

    def time(self, i: int) -> int:
        """{s}, of a close."""
        return self.start + i * self.bar

    def cut(self, first: int, last: int) -> Series:
        """The closes from one to another, which is not among them."""
        closes = self.closes[first:last]
        return Series(self.name, self.asset, self.time(first), self.bar, closes)

    def place(self, moment: str) -> int:
        """Where the close of a UTC date or time is."""
        return (int(moment_of(moment).timestamp()) - self.start) // self.bar


def every(folder: Path, *names: str) -> Iterator[Series]:
    """Each asset of each file. Raises `BadPrices` where a file is not there."""
    for name in names or FILES:
        file, assets = FILES[name]
        prices = load(folder / file, assets)
        for column, asset in enumerate(assets):
            yield series(name, asset, prices, column)


def series(name: str, asset: str, prices: Prices, column: int) -> Series:
    """One column of a file; floats begin here, as minutes are drawn between the closes."""
    closes = tuple(row[column] / ONE for row in prices.closes)
    return Series(name, asset, prices.times[0], prices.step, closes)
