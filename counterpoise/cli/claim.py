"""`counterpoise claim`: take what a redemption left behind."""

import click

from counterpoise.chain.events import Claimed, only
from counterpoise.chain.receipt import Outcome, outcome
from counterpoise.chain.token import Token
from counterpoise.cli.failures import Insufficient
from counterpoise.cli.options import Key, Place, with_key, with_place
from counterpoise.cli.output import lines, show_lines, show_outcome
from counterpoise.cli.session import open_session, sender_of
from counterpoise.cli.words import exact


@click.command
@click.argument("asset")
@with_place
@with_key
def claim(place: Place, key: Key, asset: str) -> None:
    """Take all of ASSET (a symbol or an address) that `redeem --skip` left behind."""
    session = open_session(place)
    token = session.token(asset)
    sender = sender_of(session, key)
    owner = sender.signer.address
    if session.vault.claim_of(owner, token.address) == 0:
        raise Insufficient(f"nothing to claim: {owner} has left no {token.symbol} behind")
    call = session.vault.claim(token.address, owner)
    done = outcome(session.vault, sender.send(call))
    if place.as_json:
        show_outcome(done)
    else:
        show_lines(_got(token, done))


def _got(token: Token, done: Outcome) -> list[tuple[str, str]]:
    (event,) = only(Claimed, done.events)
    return [("Got", f"{exact(event.amount, token.decimals)} {token.symbol}"), *lines(done)]
