"""`counterpoise status`: what a vault has, is worth and wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click

from counterpoise.chain.report import Report
from counterpoise.chain.watch import Seen, watch_of
from counterpoise.cli.options import Place, with_place
from counterpoise.cli.output import show_json, show_lines, show_table
from counterpoise.cli.session import Session, open_session
from counterpoise.cli.words import explained, market_class, moment, money, percent, tokens
from counterpoise.keeper.collect import tank_at
from counterpoise.keeper.reward import Terms


@dataclass(frozen=True, slots=True)
class Purse:
    """Of a tank that pays the vault's keepers."""

    address: str
    balance: int  # {wei}
    pays_at_most: int  # {wei} for a rebalance now
    terms: Terms


@click.command
@with_place
def status(place: Place) -> None:
    """Show value, weights, drift, the market if it is known, and whether a rebalance is due.

    Where the deployment has a tank, also what it pays.
    """
    session = open_session(place)
    report = session.vault.report()
    watch = watch_of(session.vault, session.mirror.parts, report.block)
    market = watch.seen(session.vault.time()) if watch else ()
    purse = _purse(session, report.block)
    if place.as_json:
        known = {"vault": session.vault.address, "symbols": session.names(), "report": report}
        known |= {"market": [_object(it) for it in market]} if watch else {}
        show_json(known | ({"tank": purse} if purse else {}))
        return
    show_lines(_head(session, report))
    show_table(("Asset", "Balance", "Price", "Value", "Weight", "Target"), _rows(session, report))
    if market:
        show_table(("Asset", "Market", "Looked at", "Volatility"), _market(session, market), 3)
    show_lines(_foot(session, report) + _tank(purse))


def _market(session: Session, market: Sequence[Seen]) -> list[tuple[str, ...]]:
    """What is known of each asset's market, and since when."""
    return [
        (
            session.by_address[it.asset].symbol,
            market_class(it.kind),
            moment(it.time) if it.time else "never",
            percent(it.volatility) if it.volatility else "?",
        )
        for it in market
    ]


def _object(it: Seen) -> dict[str, Any]:
    """For other programs: the class by its name, and nothing for what nobody knows."""
    return {
        "asset": it.asset,
        "class": market_class(it.kind),
        "since": it.since or None,
        "looked_at": it.time or None,
        "volatility": it.volatility or None,
    }


def _head(session: Session, report: Report) -> list[tuple[str, str]]:
    share = session.share.symbol
    supply = tokens(report.holdings.supply, 18)
    rows = [("Vault", f"{session.vault.address}, {share}"), ("Block", str(report.block))]
    if report.state is None:
        return [
            *rows,
            ("Supply", f"{supply} {share}"),
            ("Value", "not known: see the reason below"),
        ]
    return [
        *rows,
        ("Time", moment(report.state.time)),
        ("Value", f"{money(report.state.value)} USD"),
        ("Supply", f"{supply} {share} at {money(report.share_price)} USD"),
    ]


def _rows(session: Session, report: Report) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for i, token in enumerate(session.tokens):
        balance = tokens(report.holdings.balances[i], token.decimals)
        price, value, weight, target = "?", "?", "?", "?"
        if report.state is not None:
            price, value = money(report.state.prices[i]), money(report.state.values[i])
            weight = percent(report.weights[i])
        if report.target:
            target = percent(report.target[i])
        rows.append((token.symbol, balance, price, value, weight, target))
    return rows


def _foot(session: Session, report: Report) -> list[tuple[str, str]]:
    drift = f"{percent(report.max_drift)} at most, {percent(report.total_drift)} in all"
    due = "yes" if report.reason is None else f"no, {explained(report.reason)}"
    return [
        ("Drift", drift if report.target else "not known"),
        ("Due", due),
        ("Entry", _entry(session, report)),
    ]


def _purse(session: Session, block: int) -> Purse | None:
    """None where the deployment names no tank."""
    door = session.tank()
    if door is None:
        return None
    tank = tank_at(door, block)
    return Purse(door.address, tank.balance, tank.most_at(session.vault.time()), tank.terms)


def _tank(purse: Purse | None) -> list[tuple[str, str]]:
    if purse is None:
        return []
    most, balance = tokens(purse.pays_at_most, 18), tokens(purse.balance, 18)
    return [("Tank", purse.address), ("Pays", f"{most} ether at most now, of {balance} in it")]


def _entry(session: Session, report: Report) -> str:
    if report.max_mint == 0 and report.paused_until > session.vault.time():
        return f"paused until {moment(report.paused_until)}"
    return f"room for {tokens(report.max_mint, 18)} {session.share.symbol}"
