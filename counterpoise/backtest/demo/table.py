"""What a run shows on the screen, in at most 80 columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table

from counterpoise.backtest.clock import clock
from counterpoise.backtest.demo.record import Rebalance
from counterpoise.backtest.demo.summary import Summary
from counterpoise.backtest.prices import ONE

MOST_ROWS = 16  # Longer runs show their first, last and worst.
ENDS, WORST = 4, 8


def chosen(deals: Sequence[Rebalance]) -> list[Rebalance | None]:
    """All, or the first, the worst by cost and the last in order of time; None is a gap."""
    if len(deals) <= MOST_ROWS:
        return list(deals)
    middle = range(ENDS, len(deals) - ENDS)
    worst = sorted(middle, key=lambda i: deals[i].lost / deals[i].value, reverse=True)[:WORST]
    kept = [*range(ENDS), *sorted(worst), *range(len(deals) - ENDS, len(deals))]
    rows: list[Rebalance | None] = []
    for place, i in enumerate(kept):
        if place and i != kept[place - 1] + 1:
            rows.append(None)
        rows.append(deals[i])
    return rows


def rebalances(deals: Sequence[Rebalance], symbols: Sequence[str]) -> Table:
    """One line for each rebalance; weights are in the order of the symbols."""
    rows = chosen(deals)
    shown = sum(row is not None for row in rows)
    whole = "" if shown == len(deals) else ": first, costliest and last; all in reports/demo.csv"
    table = _table(f"{shown} of {len(deals)} rebalances{whole}")
    names = "/".join(symbols)
    table.add_column("time (UTC)", no_wrap=True)
    table.add_column(f"% {names}\nbefore → after", no_wrap=True)
    for head in ("drift\n%", "turn-\nover %", "cost\nbps", "gas"):
        table.add_column(head, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*(_cells(row) if row else ["⋮"] * 6))
    return table


def _table(title: str) -> Table:
    return Table(
        title=title,
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )


def _listed(title: str, heads: tuple[str, str], figures: Mapping[str, str]) -> Table:
    """A figure beside each name."""
    table, (name, figure) = _table(title), heads
    table.add_column(name)
    table.add_column(figure, justify="right")
    for row in figures.items():
        table.add_row(*row)
    return table


def _cells(deal: Rebalance) -> list[str]:
    return [
        f"{clock(deal.time):%m-%d %H:%M}",
        f"{_weights(deal.before)} → {_weights(deal.after)}",
        f"{100 * deal.drift / ONE:.2f}",
        f"{100 * deal.turnover / ONE:.2f}",
        f"{deal.cost:.2f}",
        f"{deal.gas:,}",
    ]


def _weights(weights: Sequence[int]) -> str:
    return "/".join(f"{100 * weight / ONE:4.1f}" for weight in weights)


def against_hold(summary: Summary) -> Table:
    """The vault beside buy-and-hold of the same start."""
    table = _table("Against buy-and-hold of the same start")
    table.add_column("")
    for head in ("vault", "hold"):
        table.add_column(head, justify="right")
    s = summary
    for row in (
        ("USD a share, start", f"{s.start_price:,.2f}", f"{s.start_price:,.2f}"),
        ("USD a share, end", f"{s.vault_price:,.2f}", f"{s.hold_price:,.2f}"),
        ("return", f"{s.vault_return:+.2%}", f"{s.hold_return:+.2%}"),
        (
            "deepest fall from a peak",
            f"{s.vault_drawdown:.2%}",
            f"{s.hold_drawdown:.2%}",
        ),
        ("worst drift from target", f"{s.worst_drift:.2%}", f"{s.hold_drift:.2%}"),
        ("rebalances", f"{s.rebalances}", "0"),
        ("turnover, of the value", f"{s.turnover:.1%}", "0.0%"),
        ("cost, USD", f"{s.cost:,.2f}", "0.00"),
        ("cost, bps of the value", f"{s.cost_bps:.2f}", "0.00"),
        ("gas", f"{s.gas:,}", "0"),
        ("gas a rebalance", f"{s.mean_gas:,.0f}", ""),
    ):
        table.add_row(*row)
    return table


def leavers(summary: Summary) -> Table:
    """What each depositor put in the pocket on leaving."""
    received = {name: f"{value:,.2f}" for name, value in summary.left.items()}
    return _listed("Depositors who left in kind", ("who", "USD received"), received)


def waits(summary: Summary) -> Table:
    """Why the keeper waited, and how often."""
    counted = {reason: f"{count}" for reason, count in summary.waits.items()}
    return _listed("Waits, by reason", ("reason", "times"), counted)
