"""`counterpoise deposit`: enter with one asset."""

import click

from counterpoise.chain.events import Deposited, only
from counterpoise.chain.receipt import Outcome
from counterpoise.chain.token import Token
from counterpoise.cli.amounts import fraction, parse
from counterpoise.cli.entrance import open_door, require_funds, require_sense
from counterpoise.cli.options import (
    Key,
    Place,
    Terms,
    Ways,
    with_key,
    with_place,
    with_terms,
    with_ways,
)
from counterpoise.cli.output import lines, show_lines, show_outcome
from counterpoise.cli.session import Session, open_session, sender_of
from counterpoise.cli.words import exact
from counterpoise.math.fixed_point import ONE


@click.command
@click.argument("asset")
@click.argument("amount")
@click.option("--min-shares", help="Whole shares to get at least; else by --slippage.")
@with_terms
@with_ways
@with_place
@with_key
def deposit(
    place: Place,
    key: Key,
    terms: Terms,
    ways: Ways,
    asset: str,
    amount: str,
    min_shares: str | None,
) -> None:
    """Enter with AMOUNT of ASSET (a symbol or an address), at the observer's price."""
    session = open_session(place)
    token = session.token(asset)
    asks = [(token, parse(amount, token.decimals, terms.raw))]
    floor = parse(min_shares, 18) if min_shares else None
    part = ONE - fraction(terms.slippage)
    sender = sender_of(session, key)
    require_sense(session, ways, [token])
    require_funds(session, sender, ways, asks)
    require_price(session)
    door = open_door(session, sender, terms, ways, asks)
    least = floor if floor is not None else door.expected(token.address, asks[0][1]) * part // ONE
    done = door.deposit(token.address, asks[0][1], least)
    if place.as_json:
        show_outcome(done)
    else:
        show_lines(_paid(session, token, done))


def require_price(session: Session) -> None:
    """Raises the observer's `Refusal`: without a price an approval would be for nothing."""
    report = session.vault.report()
    if report.state is None and report.reason is not None:
        raise report.reason


def _paid(session: Session, token: Token, done: Outcome) -> list[tuple[str, str]]:
    (event,) = only(Deposited, done.events)
    return [
        ("Paid", f"{exact(event.amount, token.decimals)} {token.symbol}"),
        ("Got", f"{exact(event.shares, 18)} {session.share.symbol}"),
        *lines(done),
    ]
