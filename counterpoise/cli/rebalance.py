"""`counterpoise rebalance`: make the vault keep its balance, now."""

import click

from counterpoise.chain.events import Rebalanced, Traded, only
from counterpoise.chain.receipt import Outcome, outcome
from counterpoise.cli.options import Key, Place, with_key, with_place
from counterpoise.cli.output import lines, show_lines, show_outcome, show_table
from counterpoise.cli.session import Session, open_session, sender_of
from counterpoise.cli.words import cost, money


@click.command
@with_place
@with_key
def rebalance(place: Place, key: Key) -> None:
    """Rebalance with the vault's own plan; anyone may. Exits with 1 where it is not due."""
    session = open_session(place)
    sender = sender_of(session, key)
    done = outcome(session.vault, sender.send(session.vault.rebalance()))
    if place.as_json:
        show_outcome(done)
    else:
        show_trades(session, done)


def show_trades(session: Session, done: Outcome) -> None:
    """What was traded, and what it cost."""
    names = session.names()
    rows = [
        (
            names[trade.sell],
            names[trade.buy],
            session.shown(trade.sell, trade.sold),
            session.shown(trade.buy, trade.bought),
        )
        for trade in only(Traded, done.events)
    ]
    show_table(("Sold", "Bought", "Amount", "For"), rows, texts=2)
    (event,) = only(Rebalanced, done.events)
    value = f"{money(event.end_value)} USD"
    paid = cost(event.start_value, event.end_value)
    show_lines([("Value", value), ("Cost", paid), *lines(done)])
