"""`counterpoise mint`: enter in kind."""

import click

from counterpoise.chain.events import Minted, only
from counterpoise.chain.receipt import Outcome
from counterpoise.cli.amounts import fraction, parse
from counterpoise.cli.entrance import open_door, require_funds, require_sense
from counterpoise.cli.failures import BadInput, Insufficient
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
from counterpoise.errors import IsPaused, SupplyCapExceeded
from counterpoise.math.fixed_point import ONE, mul_div_up


@click.command
@click.argument("shares")
@click.option("--max-in", help="The most of each asset, by commas; else by --slippage.")
@with_terms
@with_ways
@with_place
@with_key
def mint(place: Place, key: Key, terms: Terms, ways: Ways, shares: str, max_in: str | None) -> None:
    """Enter in kind for SHARES: each asset in proportion, whatever the prices are."""
    session = open_session(place)
    units, part = parse(shares, 18, terms.raw), ONE + fraction(terms.slippage)
    given = None if max_in is None else _given(session, max_in, terms.raw)
    sender = sender_of(session, key)
    require_sense(session, ways, session.tokens)
    needed = _needed(session, units)
    require_funds(session, sender, ways, list(zip(session.tokens, needed, strict=True)))
    most = given if given is not None else [mul_div_up(amount, part, ONE) for amount in needed]
    _require_room(session, needed, most)
    asks = list(zip(session.tokens, most, strict=True))
    done = open_door(session, sender, terms, ways, asks).mint(units, most)
    if place.as_json:
        show_outcome(done)
    else:
        show_lines(_paid(session, done))


def _given(session: Session, text: str, raw: bool) -> list[int]:
    """{unit} of each asset. Raises `BadInput`, also for more or fewer amounts than assets."""
    amounts = text.split(",")
    if len(amounts) != len(session.tokens):
        held = ", ".join(token.symbol for token in session.tokens)
        raise BadInput(
            f"wrong length: --max-in has {len(amounts)} amounts, "
            f"the vault {len(session.tokens)} assets: {held}"
        )
    rows = zip(amounts, session.tokens, strict=True)
    return [parse(amount.strip(), token.decimals, raw) for amount, token in rows]


def _needed(session: Session, shares: int) -> list[int]:
    """{unit} of each asset that the shares cost now. Raises what would stop them on chain."""
    report = session.vault.report()
    if session.vault.time() < report.paused_until:
        raise IsPaused(report.paused_until)
    if shares > report.max_mint:
        raise SupplyCapExceeded(shares, report.max_mint)
    held = report.holdings
    return [mul_div_up(shares, balance, held.supply) for balance in held.balances]


def _require_room(session: Session, needed: list[int], most: list[int]) -> None:
    """Raises `Insufficient` before anything is approved."""
    for token, amount, limit in zip(session.tokens, needed, most, strict=True):
        if amount > limit:
            numbers = f"{exact(limit, token.decimals)}, needs {exact(amount, token.decimals)}"
            raise Insufficient(f"limit too low for {token.symbol}: {numbers}")


def _paid(session: Session, done: Outcome) -> list[tuple[str, str]]:
    (event,) = only(Minted, done.events)
    rows = [
        ("Paid", f"{exact(amount, token.decimals)} {token.symbol}")
        for token, amount in zip(session.tokens, event.amounts, strict=True)
    ]
    return [*rows, ("Got", f"{exact(event.shares, 18)} {session.share.symbol}"), *lines(done)]
