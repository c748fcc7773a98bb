"""A server on this machine that answers as Kraken's candles do, with whatever goes wrong there."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PAIRS = {"XXBTZUSD": ("XXBT", "ZUSD"), "XETHZUSD": ("XETH", "ZUSD"), "XETHZEUR": ("XETH", "ZEUR")}
NAMES = {"XXBT": "XBT", "XETH": "ETH", "ZUSD": "USD", "ZEUR": "EUR"}
PAGE = 7  # {candle} that it gives at once
FIRST = 1_704_067_200  # {s}: 2024-01-01, its oldest candle
HOUR = 3_600  # {s}

Candles = list[list]
Fault = Callable[["Answer"], None]


def close(pair: str, time: int) -> str:
    """What it says that a pair was worth, in more digits than a float has."""
    base = Decimal(42_000 if pair == "XXBTZUSD" else 2_300)
    return f"{base + Decimal(time // HOUR % 97) / 8:.3f}00000000001"


@dataclass
class Kraken:
    """What it is asked, and what goes wrong with the next answers, one after another."""

    faults: list[Fault] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)  # pair, since
    url: str = ""

    def candles(self, pair: str, step: int, since: int) -> Candles:
        """After a time, as Kraken does it."""
        start = max(since // step * step + step, FIRST)
        times = range(start, start + PAGE * step, step)
        return [[it, "1", "1", "1", close(pair, it), "1", "1", 1] for it in times]


class Answer(BaseHTTPRequestHandler):
    """One answer; a fault says what is different about it."""

    kraken: Kraken
    status = 200
    errors: list[str]
    change: Callable[[Candles], Candles] | None = None
    raw: bytes | None = None  # instead of all of it
    cut = 0  # {byte} that do not come

    def do_GET(self) -> None:
        self.errors = []
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        answers = {"Assets": self._assets, "AssetPairs": self._pairs, "OHLC": self._candles}
        found = answers[path.rsplit("/", 1)[1]](query)
        told = json.dumps({"error": self.errors, "result": found}).encode()
        body = told if self.raw is None else self.raw
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) - self.cut])

    def _assets(self, query: dict) -> dict:
        return {
            key: {"aclass": "currency", "altname": name, "decimals": 10, "display_decimals": 5}
            for key, name in NAMES.items()
        }

    def _pairs(self, query: dict) -> dict:
        return {
            pair: {
                "altname": pair,
                "wsname": pair,
                "base": base,
                "quote": quote,
                "pair_decimals": 2,
                "lot_decimals": 8,
                "status": "online",
                "ordermin": "0.01",
            }
            for pair, (base, quote) in PAIRS.items()
        }

    def _candles(self, query: dict) -> dict:
        pair, since, step = query["pair"][0], int(query["since"][0]), int(query["interval"][0]) * 60
        self.kraken.asked.append((pair, since + step))
        if self.kraken.faults:
            self.kraken.faults.pop(0)(self)
        found = self.kraken.candles(pair, step, since)
        return {pair: self.change(found) if self.change else found, "last": found[-1][0]}

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class Quiet(ThreadingHTTPServer):
    """A server whose client may leave before it has heard everything."""

    def handle_error(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def serving() -> Iterator[Kraken]:
    """It answers at its `url` until the end of this."""
    kraken = Kraken()
    with answering(type("Of", (Answer,), {"kraken": kraken})) as kraken.url:
        yield kraken


@contextmanager
def answering(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address on this machine at which something answers, until the end of this."""
    with Quiet(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def fine(answer: Answer) -> None:
    """Nothing goes wrong."""


def says(*errors: str) -> Fault:
    """Kraken tells errors in the answer, with a status of 200."""
    return lambda answer: answer.errors.extend(errors)


def status(code: int) -> Fault:
    """A status that whatever stands before it has answered."""
    return lambda answer: setattr(answer, "status", code)


def cut_off(answer: Answer) -> None:
    """The connection ends before the answer does."""
    answer.cut = 20


def raw(body: bytes) -> Fault:
    """Another body altogether."""
    return lambda answer: setattr(answer, "raw", body)


def changed(change: Callable[[Candles], Candles]) -> Fault:
    """Other candles."""
    return lambda answer: setattr(answer, "change", change)
