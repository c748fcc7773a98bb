"""What gas costs while a back-test runs: always the same, or as a file says."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from counterpoise.backtest.prices import Prices, load
from counterpoise.errors import CounterpoiseError

COLUMN = "gwei"
GWEI = 10**9  # {wei}


class GasMissing(CounterpoiseError):
    """A series that does not say what gas cost during the whole run."""

    def __init__(self, path: Path, first: int, last: int, begin: int, end: int) -> None:
        super().__init__(
            f"{path}: gas from {first} to {last}, the prices are from {begin} to {end}"
        )
        self.path = path


@dataclass(frozen=True, slots=True)
class GasPrices:
    """Each price {wei/gas} holds from its time {s} until the next one."""

    times: tuple[int, ...]
    prices: tuple[int, ...]

    def at(self, time: int) -> int:
        """{wei/gas}; before the first time, the first."""
        return self.prices[max(bisect_right(self.times, time) - 1, 0)]


def constant(price: int) -> GasPrices:
    """One price {wei/gas}, always."""
    return GasPrices((0,), (price,))


def series(path: Path, prices: Prices) -> GasPrices:
    """A file like that of prices, whose column `gwei` {gwei/gas} is played beside them.

    Raises `BadPrices` with the line of what is wrong, and `GasMissing` where it is too short.
    """
    found = load(path, (COLUMN,))
    first, last, (begin, end) = found.times[0], found.times[-1], (prices.times[0], prices.times[-1])
    if first > begin or last + found.step < end:
        raise GasMissing(path, first, last, begin, end)
    return GasPrices(found.times, tuple(row[0] // GWEI for row in found.closes))
