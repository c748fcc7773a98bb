"""`counterpoise exit`, and `sell` for what one holds already: be paid in one asset."""

from collections.abc import Callable, Sequence
from functools import cache

import click

from counterpoise.chain.gateway import Payment
from counterpoise.chain.receipt import outcome
from counterpoise.chain.sender import Call, Sender
from counterpoise.chain.stuck import require_sendable
from counterpoise.cli.amounts import parse
from counterpoise.cli.approval import Asks, allow, permits
from counterpoise.cli.failures import BadInput
from counterpoise.cli.leave import all_shares
from counterpoise.cli.options import (
    Key,
    Place,
    Sale,
    Terms,
    with_key,
    with_place,
    with_sale,
    with_terms,
)
from counterpoise.cli.sale import Plan, plan, show_paid, show_plan
from counterpoise.cli.session import Session, open_session, require_balance, sender_of


@click.command("exit")
@click.argument("shares")
@with_sale
@with_terms
@with_place
@with_key
def exit_(place: Place, key: Key, terms: Terms, sale: Sale, shares: str) -> None:
    """Leave with SHARES, or with "all", into one asset: redeems, sells, and pays, or does nothing.

    The leaver pays the pools' fees. `redeem` leaves in kind, whatever the pools say.
    """
    session = open_session(place)
    gateway = session.gateway
    sender = cache(lambda: sender_of(session, key))  # A password is asked for once.
    units = all_shares(session, sender()) if shares == "all" else parse(shares, 18, terms.raw)
    found = plan(session, sale, terms, *_in_kind(session, units))
    if not place.as_json or sale.preview:
        show_plan(found, place.as_json)
    if sale.preview:
        return
    require_balance(session.share, sender().signer.address, units)
    end = session.deadline(terms.deadline)
    require_sendable(session.vault, sender(), units, gateway.address, end)
    asks = [(session.share, units)]
    _settle(place, sender(), terms, sale, found, asks, lambda payment: gateway.exit(units, payment))


@click.command
@click.argument("amounts", nargs=-1, required=True, metavar="ASSET=AMOUNT...")
@with_sale
@with_terms
@with_place
@with_key
def sell(place: Place, key: Key, terms: Terms, sale: Sale, amounts: tuple[str, ...]) -> None:
    """Sell one's own assets for one of them, at the vault's venues; AMOUNT may be "all".

    What `redeem --skip` has paid is sold like this, where `exit` finds a token that cannot be sent.
    """
    session = open_session(place)
    gateway = session.gateway
    sender = cache(lambda: sender_of(session, key))
    held = _held(session, amounts, terms.raw, lambda: sender().signer.address)
    found = plan(session, sale, terms, session.vault.block(), held)
    if not place.as_json or sale.preview:
        show_plan(found, place.as_json)
    if sale.preview:
        return
    asks = [(token, amount) for token, amount in zip(session.tokens, held, strict=True) if amount]
    for token, amount in asks:
        require_balance(token, sender().signer.address, amount)
    _settle(place, sender(), terms, sale, found, asks, lambda payment: gateway.sell(held, payment))


def _in_kind(session: Session, shares: int) -> tuple[int, list[int]]:
    """The latest block, and {unit} of each asset that the shares bring by its books."""
    block = session.vault.block()
    held = session.vault.holdings(block)
    return block, [shares * balance // held.supply for balance in held.balances]


def _held(session: Session, texts: Sequence[str], raw: bool, owner: Callable[[], str]) -> list[int]:
    """{unit} of each asset, in the vault's order. Raises `BadInput`."""
    given: dict[str, int] = {}
    for text in texts:
        name, equals, amount = text.partition("=")
        token = session.token(name)
        if not equals or token.address in given:
            problem = "is there twice" if equals else "has no amount: write ASSET=AMOUNT"
            raise BadInput(f"{name} {problem}")
        every = amount == "all"
        units = token.balance(owner()) if every else parse(amount, token.decimals, raw)
        given[token.address] = units
    return [given.get(token.address, 0) for token in session.tokens]


def _settle(
    place: Place,
    sender: Sender,
    terms: Terms,
    sale: Sale,
    found: Plan,
    asks: Asks,
    call: Callable[[Payment], Call],
) -> None:
    """Allows or signs for what is taken, sends, and tells what came."""
    session, end = found.session, found.session.deadline(terms.deadline)
    gateway, payment = session.gateway, found.payment(sender.signer.address, end)
    signatures = permits(sender, asks, gateway.address, end) if sale.permit else ()
    if not sale.permit:
        allow(sender, asks, ("the gateway", gateway.address), terms.approve)
    receipt = sender.send(gateway.after(signatures, call(payment)))
    paid = found.token.received(gateway.address, receipt)
    show_paid(found, paid, outcome(session.vault, receipt), place.as_json)
