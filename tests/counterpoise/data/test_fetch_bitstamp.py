"""The same from an exchange that is asked in another way: from one time to another."""

import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from counterpoise.data.exchange import Exchange
from counterpoise.data.fetch import fetch
from counterpoise.data.order import Order
from counterpoise.data.reading import load
from counterpoise.data.series import ONE
from tests.counterpoise.data.kraken import FIRST, HOUR, answering

MARKET = {
    "name": "BTC/USD",
    "market_symbol": "btcusd",
    "base_currency": "BTC",
    "base_decimals": 8,
    "counter_currency": "USD",
    "counter_decimals": 0,
    "minimum_order_value": "10",
    "trading": "Enabled",
    "description": "Bitcoin / U.S. dollar",
    "market_type": "SPOT",
}


class Bitstamp(BaseHTTPRequestHandler):
    """Its oldest candle is years old; the price is the number of the hour."""

    asked: list  # {s}, the first and the last of a page

    def do_GET(self):
        address = urlsplit(self.path)
        query = {key: int(it[0]) for key, it in parse_qs(address.query).items()}
        told = [MARKET] if "markets" in address.path else {"data": self._candles(**query)}
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _candles(self, step, start, end, limit):
        self.asked.append((start, end))
        times = range(start, end + 1, step)[:limit]
        names = ("open", "high", "low", "close", "volume")
        prices = ({name: f"{it // HOUR}.10" for name in names} for it in times)
        candles = [{"timestamp": str(it), **more} for it, more in zip(times, prices)]
        return {"pair": "BTC/USD", "ohlc": candles}

    def log_message(self, *_):
        """Says nothing."""


def test_another_exchange_is_asked_in_its_own_way(tmp_path):
    """The last question goes beyond the end, and nothing that it brings from there is taken."""
    end = FIRST + 2_500 * HOUR
    asked = []
    with answering(type("Of", (Bitstamp,), {"asked": asked})) as url:
        exchange = Exchange("bitstamp", url)
        exchange._api.enableRateLimit = False
        fetch(exchange, Order(("BTC/USD",), "1h", FIRST, end), tmp_path / "prices.parquet")

    prices = load(tmp_path / "prices.parquet", ["BTC"])
    assert prices.times == tuple(range(FIRST, end, HOUR))
    assert prices.closes == tuple((time // HOUR * ONE + ONE // 10,) for time in prices.times)
    pages = [FIRST + hours * HOUR for hours in (0, 1_000, 2_000)]
    assert asked == [(it, it + 999 * HOUR) for it in pages]
