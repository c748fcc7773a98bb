"""`counterpoise redeem`: leave in kind."""

import click

from counterpoise.chain.events import ClaimKept, Redeemed, only
from counterpoise.chain.receipt import Outcome, outcome
from counterpoise.chain.sender import Sender
from counterpoise.cli.amounts import fraction, parse
from counterpoise.cli.failures import Insufficient
from counterpoise.cli.options import DEADLINE, RAW, Key, Place, with_key, with_place
from counterpoise.cli.output import lines, show_lines, show_outcome
from counterpoise.cli.session import Session, open_session, require_balance, sender_of
from counterpoise.cli.words import exact
from counterpoise.math.fixed_point import ONE


@click.command
@click.argument("shares")
@RAW
@click.option("--skip", multiple=True, metavar="ASSET", help="Leave this one behind as a claim.")
@click.option(
    "--slippage", help="Refuse less than this much below the books now; a fraction. [default: any]"
)
@DEADLINE
@with_place
@with_key
def redeem(
    place: Place,
    key: Key,
    shares: str,
    raw: bool,
    skip: tuple[str, ...],
    slippage: str | None,
    deadline: int,
) -> None:
    """Leave with SHARES, or with "all": each asset in proportion, whatever the prices are."""
    session = open_session(place)
    skipped = [session.token(asset).address for asset in skip]
    part = ONE - fraction(slippage) if slippage is not None else None
    amount = None if shares == "all" else parse(shares, 18, raw)
    sender = sender_of(session, key)
    owner = sender.signer.address
    units = all_shares(session, sender) if amount is None else amount
    require_balance(session.share, owner, units)
    least = [] if part is None else _least(session, units, part)
    call = session.vault.redeem(units, owner, session.deadline(deadline), skipped, least)
    done = outcome(session.vault, sender.send(call))
    if place.as_json:
        show_outcome(done)
    else:
        show_lines(_got(session, done))


def all_shares(session: Session, sender: Sender) -> int:
    """{share} of the sender's. Raises `Insufficient` where there are none."""
    units = session.share.balance(sender.signer.address)
    if units == 0:
        raise Insufficient(f"nothing to redeem: {sender.signer.address} has no shares")
    return units


def _least(session: Session, shares: int, part: int) -> list[int]:
    """{unit} of each asset to accept at least, by the books of now."""
    held = session.vault.report().holdings
    return [shares * balance // held.supply * part // ONE for balance in held.balances]


def _got(session: Session, done: Outcome) -> list[tuple[str, str]]:
    (event,) = only(Redeemed, done.events)
    kept = {claim.asset for claim in only(ClaimKept, done.events)}
    rows = [("Paid", f"{exact(event.shares, 18)} {session.share.symbol}")]
    for token, amount in zip(session.tokens, event.amounts, strict=True):
        word = "Kept" if token.address in kept else "Got"
        rows.append((word, f"{exact(amount, token.decimals)} {token.symbol}"))
    return rows + lines(done)
