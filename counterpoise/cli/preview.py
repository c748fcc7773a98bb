"""`counterpoise preview`: exactly what a rebalance would do now."""

import click

from counterpoise.chain.report import Report
from counterpoise.cli.options import Place, with_place
from counterpoise.cli.output import show_json, show_lines, show_table
from counterpoise.cli.session import Session, open_session
from counterpoise.cli.words import cost, explained, percent
from counterpoise.errors import CounterpoiseError
from counterpoise.keeper.decide import compare
from counterpoise.keeper.look import preview as twin_preview
from counterpoise.math.weights import weigh


@click.command
@with_place
def preview(place: Place) -> None:
    """Show the orders that a rebalance would make now, and what it would lead to."""
    session = open_session(place)
    report = session.vault.report()
    agrees = _twin(session, report)
    if place.as_json:
        show_json(_object(report) | {"twin": agrees})
    elif report.reason is not None:
        click.echo(f"Not due: {explained(report.reason)}")
    else:
        _show(session, report, agrees)


def _object(report: Report) -> dict[str, object]:
    return {
        "block": report.block,
        "due": report.due,
        "reason": report.reason,
        "orders": report.orders,
        "start": report.state,
        "target": report.target,
        "end": report.end,
    }


def _twin(session: Session, report: Report) -> str:
    """What the twin says of the same block."""
    try:
        twin = twin_preview(session.mirror, report)
        difference = compare(report, twin)
    except CounterpoiseError as error:
        return f"cannot say: {error}"
    if difference is not None:
        return str(difference)
    return "not asked" if twin is None else "agrees"


def _show(session: Session, report: Report, agrees: str) -> None:
    if report.state is None or report.end is None:
        return
    names = session.names()
    orders = [
        (
            names[o.sell],
            names[o.buy],
            session.shown(o.sell, o.sell_amount),
            session.shown(o.buy, o.min_buy_amount),
        )
        for o in report.orders
    ]
    show_table(("Sell", "Buy", "Amount", "For at least"), orders, texts=2)
    weights = zip(session.tokens, report.weights, weigh(report.end), report.target, strict=True)
    rows = [(token.symbol, *map(percent, row)) for token, *row in weights]
    show_table(("Asset", "Weight", "Becomes", "Target"), rows)
    show_lines([("Cost", cost(report.state.value, report.end.value)), ("Twin", agrees)])
