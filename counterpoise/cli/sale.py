"""What a sale into one asset would bring, shown before anything is sent; then what it brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from counterpoise.chain.contracts import address_of
from counterpoise.chain.gateway import Payment
from counterpoise.chain.market import VaultMarket
from counterpoise.chain.receipt import Outcome
from counterpoise.chain.token import Token
from counterpoise.cli.amounts import fraction
from counterpoise.cli.failures import BadInput, NoWay
from counterpoise.cli.options import Sale, Terms
from counterpoise.cli.output import lines, outcome_object, show_json, show_lines, show_table
from counterpoise.cli.session import Session
from counterpoise.cli.words import exact
from counterpoise.errors import NoMarket
from counterpoise.execution.route import Leg, Route, find
from counterpoise.math.fixed_point import ONE


@dataclass(frozen=True, slots=True)
class Plan:
    """A route, and what of it is insisted on."""

    session: Session
    token: Token
    route: Route
    part: int  # D18{1} of what is foreseen, at least
    ether: bool

    @property
    def least(self) -> int:
        return self.route.least(self.part)

    @property
    def paid_in(self) -> str:
        return "ether" if self.ether else self.token.symbol

    def payment(self, receiver: str, deadline: int) -> Payment:
        """The same, as the gateway takes it."""
        orders = self.route.orders(self.part)
        return Payment(self.token.address, self.least, orders, receiver, self.ether, deadline)


def plan(session: Session, sale: Sale, terms: Terms, block: int, amounts: Sequence[int]) -> Plan:
    """The best way found to sell {unit} of each asset, at a block. Raises `NoWay` or `BadInput`."""
    token, part = session.token(sale.into), ONE - fraction(terms.slippage)
    if sale.ether and token.address != session.gateway.weth:
        raise BadInput(f"--ether is for wrapped ether, and this is paid in {token.symbol}")
    market = VaultMarket(session.vault, block, [address_of(venue) for venue in sale.venue])
    held = dict(zip(session.by_address, amounts, strict=True))
    try:
        route = find(market.offer, held, token.address, market.hub if market.hub in held else None)
    except NoMarket as none:
        sold, bought = session.by_address[none.sell].symbol, session.by_address[none.buy].symbol
        raise NoWay(f"no market for {sold} in {bought}; `redeem` leaves in kind") from None
    return Plan(session, token, route, part, sale.ether)


def show_plan(found: Plan, as_json: bool) -> None:
    """Each sale, and what is expected in all."""
    if as_json:
        show_json(_object(found))
        return
    rows = [_row(found, leg) for leg in found.route.legs]
    if rows:
        show_table(("Sell", "Buy", "Amount", "For about", "At least"), rows, texts=2)
    decimals, unit = found.token.decimals, found.paid_in
    expected = f"{exact(found.route.expected, decimals)} {unit}"
    least = f"{exact(found.least, decimals)} {unit}, or nothing is done"
    show_lines([("Expected", expected), ("At least", least), *_kept(found)])


def show_paid(found: Plan, paid: int, done: Outcome, as_json: bool) -> None:
    """What came {unit} of the wanted asset, and the transaction; for JSON with the plan."""
    if as_json:
        sent = {"paid": paid, **outcome_object(done)}
        show_json(_object(found) | sent)
        return
    got = f"{exact(paid, found.token.decimals)} {found.paid_in}"
    show_lines([("Got", got), *_kept(found), *lines(done)])


def _row(found: Plan, leg: Leg) -> tuple[str, ...]:
    names, shown = found.session.names(), found.session.shown
    least = leg.order(found.part).min_buy_amount
    amounts = shown(leg.sell, leg.amount), shown(leg.buy, leg.bought), shown(leg.buy, least)
    return (names[leg.sell], names[leg.buy], *amounts)


def _object(found: Plan) -> dict[str, Any]:
    return {
        "into": found.token.address,
        "expected": found.route.expected,
        "min_out": found.least,
        "orders": found.route.orders(found.part),
        "kept": found.route.kept,
    }


def _kept(found: Plan) -> list[tuple[str, str]]:
    """What is too little to bring anything comes in kind."""
    tokens = found.session.by_address
    return [
        ("In kind", f"{exact(amount, tokens[asset].decimals)} {tokens[asset].symbol}")
        for asset, amount in found.route.kept.items()
    ]
