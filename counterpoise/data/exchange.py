"""An exchange that is asked for its candles through ccxt, and what it may answer instead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from counterpoise.errors import CounterpoiseError

DAY = 86_400  # {s}; a week begins on another day at every exchange.
SHOWN = 200  # {characters} of what an exchange says; some answer with a whole page.


class FetchProblem(CounterpoiseError):
    """What is asked for cannot be had, and asking again would not help."""


class NoCcxt(FetchProblem):
    """ccxt, which knows the exchanges, is not installed."""

    def __init__(self) -> None:
        super().__init__("fetching needs ccxt: pip install 'counterpoise[data]'")


class Passing(CounterpoiseError):
    """An exchange that does not answer now: it is asked again after a while."""


class NothingThere(Passing):
    """An answer without a candle."""


@dataclass(frozen=True, slots=True)
class Candle:
    """The end of one step."""

    time: int  # {s}, its start
    close: str  # {quote/base}, as the exchange writes it


class Exchange:
    """One of ccxt's, which keeps to its rate limit by itself."""

    def __init__(self, name: str, url: str | None = None) -> None:
        """Raises `FetchProblem` for one that ccxt does not know, or that has no candles."""
        self.name, self.url = name, url
        self._ccxt = ccxt()
        if name not in self._ccxt.exchanges:
            near = get_close_matches(name, self._ccxt.exchanges, n=3)
            hint = f": did you mean {' or '.join(near)}?" if near else ""
            raise FetchProblem(f"--exchange: ccxt knows no {name!r}{hint}")
        self._api = getattr(self._ccxt, name)({"enableRateLimit": True})
        if not self._api.has["fetchOHLCV"]:
            raise FetchProblem(f"--exchange: {name} gives no candles")
        if url:
            if not url.startswith(("http://", "https://")):
                raise FetchProblem(f"--url: not an http address: {url!r}")
            self._api.urls["api"] = _moved(self._api.urls["api"], url)

    @property
    def source(self) -> str:
        """Its name, and the server that is asked in its place."""
        return f"{self.name} at {self.url}" if self.url else self.name

    @property
    def version(self) -> str:
        """Of ccxt."""
        return str(self._ccxt.__version__)

    def step(self, step: str) -> int:
        """{s} of a step like 1h. Raises `FetchProblem` if the exchange has none such."""
        known = {it: self._api.parse_timeframe(it) for it in self._api.timeframes or ()}
        short = {it: length for it, length in known.items() if length <= DAY}
        if step not in short:
            steps = ", ".join(sorted(short, key=lambda it: short[it]))
            raise FetchProblem(f"--step: {self.name} has no {step!r}, it has {steps}")
        return int(short[step])

    def require(self, symbols: list[str]) -> None:
        """Learns its markets. Raises `FetchProblem` for one that it does not have, or `Passing`."""
        with self._told():
            self._api.load_markets()
        self._api.number = str  # Every digit, as it came; the markets' own arithmetic is done.
        for symbol in symbols:
            if symbol not in self._api.markets:
                near = get_close_matches(symbol, self._api.markets, n=3)
                hint = f": did you mean {' or '.join(near)}?" if near else ""
                raise FetchProblem(f"--symbols: {self.name} has no {symbol!r}{hint}")

    def page(self, symbol: str, step: str, since: int) -> list[Candle]:
        """Candles from {s} on, as many as it gives at once. Raises `FetchProblem` or `Passing`."""
        with self._told():
            found = self._api.fetch_ohlcv(symbol, step, since * 1_000)
        candles = [Candle(int(it[0]) // 1_000, str(it[4])) for it in found]
        if not any(it.time >= since for it in candles):
            raise NothingThere(f"{self.name} gives no candle of {symbol}")
        return candles

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Inside, what ccxt raises is one of two: asked in vain, or at a bad moment.

        An answer of nothing, or of something else, breaks ccxt in ways of its own.
        """
        try:
            yield
        except self._ccxt.OperationFailed as error:
            raise Passing(_line(error)) from None
        except self._ccxt.BaseError as error:
            raise FetchProblem(f"{self.name} refuses: {_line(error)}") from None
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise Passing(f"an answer that ccxt cannot read: {_line(error)}") from None


def ccxt() -> Any:
    """A second to import, so only where it is used. Raises `NoCcxt`."""
    try:
        import ccxt as module
    except ImportError:
        raise NoCcxt from None
    return module


def _moved(urls: Any, url: str) -> Any:
    """The same addresses on another server."""
    if isinstance(urls, dict):
        return {key: _moved(value, url) for key, value in urls.items()}
    return url.rstrip("/") + urlsplit(urls).path.rstrip("/") if isinstance(urls, str) else urls


def _line(error: Exception) -> str:
    said = " ".join(str(error).split())
    kind = type(error).__name__
    return f"{kind}: {said[:SHOWN]}" if said else kind
