"""What is to be fetched, and whether it can be meant."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from counterpoise.data.cells import time_text
from counterpoise.data.exchange import FetchProblem
from counterpoise.data.opening import kind_of
from counterpoise.data.tables import arrow


@dataclass(frozen=True, slots=True)
class Order:
    """The closes of all steps that begin from `start` on and end by `end`."""

    symbols: tuple[str, ...]  # BTC/USD
    step: str  # 1h
    start: int  # {s}
    end: int  # {s}

    @property
    def assets(self) -> tuple[str, ...]:
        """BTC of BTC/USD."""
        return tuple(it.partition("/")[0] for it in self.symbols)


def require_symbols(order: Order) -> None:
    """Each asset once, and all in the same currency. Raises `FetchProblem`."""
    for symbol in order.symbols:
        if not all(symbol.partition("/")):
            raise FetchProblem(f"--symbols: not a market: {symbol!r}, write it as BTC/USD")
        if order.assets.count(symbol.partition("/")[0]) > 1:
            raise FetchProblem(f"--symbols: {symbol.partition('/')[0]} twice")
    quotes = sorted({it.partition("/")[2] for it in order.symbols})
    if len(quotes) != 1:
        raise FetchProblem(f"--symbols: prices in {' and '.join(quotes)}, one file has one of them")


def require_span(order: Order, step: int, now: float) -> None:
    """Whole steps, two at least, and all of them over. Raises `FetchProblem`."""
    for option, time in (("--from", order.start), ("--to", order.end)):
        if time % step:
            raise FetchProblem(f"{option}: {time_text(time)} is not on a step of {order.step}")
    if order.start < 0:
        raise FetchProblem("--from: is before 1970")
    if order.end > now:
        raise FetchProblem(f"--to: {time_text(order.end)} is not over yet")
    if order.end - order.start < 2 * step:
        raise FetchProblem(f"--to: less than two steps of {order.step} after --from")


def require_place(out: Path) -> None:
    """A file that can be written, and is not there. Raises `BadPrices` or `FetchProblem`."""
    if kind_of(out) == "Parquet":
        arrow()
    if out.exists():
        raise FetchProblem(f"--out: {out} is there already")
    if not out.parent.is_dir():
        raise FetchProblem(f"--out: there is no folder {out.parent}")
