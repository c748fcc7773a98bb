"""`counterpoise deposit`: enter with one asset."""

import click

from counterpoise.chain.events import Deposited, only
from counterpoise.chain.receipt import Outcome, outcome
from counterpoise.chain.sender import Sender
from counterpoise.chain.token import Token
from counterpoise.cli.amounts import fraction, parse
from counterpoise.cli.approval import require_allowance
from counterpoise.cli.options import Key, Place, with_key, with_place
from counterpoise.cli.output import lines, show_lines, show_outcome
from counterpoise.cli.session import Session, open_session, require_balance, sender_of
from counterpoise.cli.words import ONE, exact


@click.command
@click.argument("asset")
@click.argument("amount")
@click.option("--raw", is_flag=True, help="The amount is in units, not in whole tokens.")
@click.option("--approve", is_flag=True, help="Allow the vault to take the amount first.")
@click.option("--min-shares", help="Whole shares to get at least; else by --slippage.")
@click.option("--slippage", default="0.005", show_default=True, help="Least: this much below now.")
@click.option("--deadline", default=600, show_default=True, type=click.IntRange(1), help="Seconds.")
@with_place
@with_key
def deposit(
    place: Place,
    key: Key,
    asset: str,
    amount: str,
    raw: bool,
    approve: bool,
    min_shares: str | None,
    slippage: str,
    deadline: int,
) -> None:
    """Enter with AMOUNT of ASSET (a symbol or an address), at the observer's price."""
    session = open_session(place)
    token = session.token(asset)
    units = parse(amount, token.decimals, raw)
    floor = parse(min_shares, 18) if min_shares else None
    part = ONE - fraction(slippage)
    sender = sender_of(session, key)
    require_balance(token, sender.signer.address, units)
    require_price(session)
    require_allowance(session, sender, token, units, approve)
    end = session.deadline(deadline)
    least = floor if floor is not None else _expected(session, sender, token, units) * part // ONE
    receiver = sender.signer.address
    call = session.vault.deposit(token.address, units, least, receiver, end)
    done = outcome(session.vault, sender.send(call))
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


def _expected(session: Session, sender: Sender, token: Token, amount: int) -> int:
    """{share} that the deposit would bring now."""
    receiver, end = sender.signer.address, session.deadline(600)
    call = session.vault.deposit(token.address, amount, 0, receiver, end)
    return int(sender.simulate(call))
