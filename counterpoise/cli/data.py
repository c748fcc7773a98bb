"""`counterpoise data`: prices from an exchange, and what is in a file of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from counterpoise.cli.failures import reported
from counterpoise.cli.output import show_json, show_lines
from counterpoise.cli.usage import Group
from counterpoise.data.cells import time_text
from counterpoise.data.exchange import Exchange
from counterpoise.data.fetch import fetch as fetch_into
from counterpoise.data.moment import Moment
from counterpoise.data.order import Order
from counterpoise.data.pages import KEPT
from counterpoise.data.progress import bar
from counterpoise.data.reading import survey
from counterpoise.data.regular import JUMP
from counterpoise.data.sidecar import Origin, origin_of

INTERRUPTED = 130  # 128 and the signal's number, as a shell has it.
FILE = click.Path(path_type=Path, dir_okay=False)
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object, integers as text.")


class Names(click.ParamType):  # type: ignore[type-arg]
    """Several names with commas between them."""

    name = "names"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        names = tuple(it.strip() for it in value.split(","))
        if not all(names):
            self.fail(f"{value!r} has an empty name", param, ctx)
        return names


@click.group(cls=Group)
def data() -> None:
    """Fetch prices from an exchange, and check files of prices."""


@data.command
@click.option("--exchange", required=True, help="Its name at ccxt: kraken, bitstamp, binance ...")
@click.option("--symbols", type=Names(), required=True, help="BTC/USD,ETH/USD: one currency.")
@click.option("--step", default="1h", show_default=True, help="1m, 5m, 1h, 1d: what it has.")
@click.option("--from", "start", type=Moment(), required=True, help="The first step, UTC.")
@click.option("--to", "end", type=Moment(), required=True, help="The end of the last step, UTC.")
@click.option("--out", type=FILE, required=True, help="A .csv, .csv.gz or .parquet, not yet there.")
@click.option("--url", help="A server to ask in the exchange's place, a mirror or a proxy.")
@JSON
def fetch(
    exchange: str,
    symbols: tuple[str, ...],
    step: str,
    start: datetime,
    end: datetime,
    out: Path,
    url: str | None,
    as_json: bool,
) -> None:
    """Fetch the closes of an exchange's candles through ccxt into a file.

    What is fetched is kept in OUT.kept until all of it is there; the same command goes on where
    one ended, at Ctrl-C too. A candle that is missing is told and not filled. OUT.json tells
    where the file is from.

    \b
    counterpoise data fetch --exchange bitstamp --symbols BTC/USD,ETH/USD \\
        --from 2024-01-01 --to 2024-02-01 --out prices.parquet
    """
    order = Order(symbols, step, int(start.timestamp()), int(end.timestamp()))
    with reported(as_json), _until_stopped(), bar(Console(stderr=True)) as tell:
        origin = fetch_into(Exchange(exchange, url), order, out, tell)
    if as_json:
        show_json({"file": str(out), **asdict(origin)})
        return
    span = f"{origin.first} to {origin.last}, {origin.count:,} prices of each"
    show_lines([("File", str(out)), _source(origin), ("Span", span)])


@contextmanager
def _until_stopped() -> Iterator[None]:
    """Inside, Ctrl-C is an end in order."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"stopped: {KEPT}", err=True)
        raise SystemExit(INTERRUPTED) from None


@data.command
@click.argument("file", type=FILE)
@click.option("--assets", type=Names(), help="The columns to check; all if left out.")
@click.option(
    "--jump",
    default=JUMP,
    show_default=True,
    type=click.IntRange(2),
    help="A change from row to row, up or down so many times, that is an error.",
)
@JSON
def check(file: Path, assets: tuple[str, ...] | None, jump: int, as_json: bool) -> None:
    """Tell what is in a FILE of prices, or what is wrong with it.

    CSV, CSV.gz or Parquet: a column timestamp, ISO 8601 in UTC, and one of closes for each asset.
    """
    with reported(as_json), bar(Console(stderr=True)) as tell:
        found, origin = survey(file, assets, jump, tell), origin_of(file, tell)
    if as_json:
        show_json({"file": str(file), **asdict(found), "origin": origin})
        return
    rows = [
        ("File", str(file)),
        ("Assets", ", ".join(found.assets)),
        ("Step", f"{found.step} s"),
        ("Span", f"{time_text(found.first)} to {time_text(found.last)}"),
        ("Prices", f"{found.count:,} of each"),
    ]
    show_lines([*rows, _source(origin)] if origin else rows)


def _source(origin: Origin) -> tuple[str, str]:
    return "From", f"{', '.join(origin.symbols)} at {origin.exchange}, {origin.step}"
