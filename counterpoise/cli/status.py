"""`counterpoise status`: what a vault has, is worth and wants."""

import click

from counterpoise.chain.report import Report
from counterpoise.cli.options import Place, with_place
from counterpoise.cli.output import show_json, show_lines, show_table
from counterpoise.cli.session import Session, open_session
from counterpoise.cli.words import explained, moment, money, percent, tokens


@click.command
@with_place
def status(place: Place) -> None:
    """Show value, weights, drift, and whether a rebalance is due."""
    session = open_session(place)
    report = session.vault.report()
    if place.as_json:
        names = session.names()
        show_json({"vault": session.vault.address, "symbols": names, "report": report})
        return
    show_lines(_head(session, report))
    show_table(("Asset", "Balance", "Price", "Value", "Weight", "Target"), _rows(session, report))
    show_lines(_foot(session, report))


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


def _entry(session: Session, report: Report) -> str:
    if report.max_mint == 0 and report.paused_until > session.vault.time():
        return f"paused until {moment(report.paused_until)}"
    return f"room for {tokens(report.max_mint, 18)} {session.share.symbol}"
