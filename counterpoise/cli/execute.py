"""`counterpoise execute`: rebalance with orders of a keeper's own."""

from pathlib import Path

import click

from counterpoise.chain.receipt import outcome
from counterpoise.cli.options import RAW, YEAR, Key, Place, with_key, with_place
from counterpoise.cli.orders import read_orders
from counterpoise.cli.output import show_outcome
from counterpoise.cli.rebalance import show_trades
from counterpoise.cli.session import open_session, sender_of
from counterpoise.cli.whole import Whole


@click.command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@RAW
@click.option("--deadline", default=300, show_default=True, type=Whole(1, YEAR), help="Seconds.")
@with_place
@with_key
def execute(place: Place, key: Key, file: Path, raw: bool, deadline: int) -> None:
    """Rebalance with the orders of a JSON FILE, under the vault's constraints; for keepers.

    The file is a list of objects with venue, sell, buy, sell_amount and min_buy_amount; assets by
    symbol or address. What `preview --json` shows is such a file, with --raw.
    """
    session = open_session(place)
    orders = read_orders(file, session.token, raw)
    sender = sender_of(session, key)
    call = session.vault.execute(orders, session.deadline(deadline))
    done = outcome(session.vault, sender.send(call))
    if place.as_json:
        show_outcome(done)
    else:
        show_trades(session, done)
