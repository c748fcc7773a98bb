"""Real prices, where they lie beside the project, which may not carry them.

A test that wants them skips where they are not: what it shows, another shows on drawn series.
"""

from datetime import datetime
from pathlib import Path

import pytest

from counterpoise.backtest.prices import Prices, load

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "prices"
HOURLY = "btc_eth_usd_1h_2018_2022.csv.gz"
CRASH = datetime.fromisoformat("2020-03-08T00:00:00+00:00")  # four days before it
AFTER = datetime.fromisoformat("2020-03-16T00:00:00+00:00")
FIVE = "five_usdt_1h_2024.csv.gz"


def real(name: str, assets: tuple[str, ...], *span: datetime) -> Prices:
    """The closes of these assets, all of them or from one moment to another."""
    return load(there(name), assets, *span)


def there(name: str) -> Path:
    """A file of real prices; without it the test that asks skips, for the reason above."""
    if not is_there(name):
        pytest.skip(f"no real prices: {FOLDER / name} is not there")
    return FOLDER / name


def is_there(name: str) -> bool:
    """Whether a file of real prices lies beside the project."""
    return (FOLDER / name).is_file()
