"""What a keeper does about a report: trade, wait, or refuse. Pure."""

from dataclasses import dataclass
from typing import Any

from counterpoise import engine
from counterpoise.chain.report import Report
from counterpoise.errors import CounterpoiseError, Refusal
from counterpoise.types import Order


@dataclass(eq=False)
class TwinDisagrees(CounterpoiseError):
    """The chain and the twin see two different rebalances, so one of them is wrong."""

    what: str
    chain: Any
    twin: Any

    def __str__(self) -> str:
        return f"the twin disagrees on {self.what}: chain {self.chain}, twin {self.twin}"


@dataclass(frozen=True, slots=True)
class Trade:
    """Rebalance: both say so, to the unit."""

    orders: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """The chain would refuse a rebalance now."""

    why: Refusal


@dataclass(frozen=True, slots=True)
class Refuse:
    """The chain would rebalance, but the keeper does not believe it."""

    why: TwinDisagrees


Decision = Trade | Wait | Refuse


def decide(report: Report, twin: engine.Decision | None) -> Decision:
    """Trades, or waits, only where the twin comes to the same: orders, end, or reason.

    `twin` is its preview of the report's state; None where the chain stopped before its part.
    """
    difference = compare(report, twin)
    if difference is not None:
        return Refuse(difference)
    return Trade(report.orders) if report.reason is None else Wait(report.reason)


def compare(report: Report, twin: engine.Decision | None) -> TwinDisagrees | None:
    """The first thing on which a report and the twin's preview differ."""
    if twin is None:
        return None if report.reason else TwinDisagrees("the state", "observed", "none")
    if report.state is not None and report.state.signals != twin.start.signals:
        return TwinDisagrees("the signals", report.state.signals, twin.start.signals)
    if (report.reason is None) != (twin.refusal is None):
        return TwinDisagrees("whether it is due", _due(report.reason), _due(twin.refusal))
    if report.reason is not None:
        same = str(report.reason) == str(twin.refusal)  # A refusal's text is its name and numbers.
        return None if same else TwinDisagrees("the reason", report.reason, twin.refusal)
    for what, ours, theirs in (
        ("the orders", report.orders, twin.orders),
        ("the end", report.end, twin.end),
    ):
        if ours != theirs:
            return TwinDisagrees(what, ours, theirs)
    return None


def _due(refusal: Refusal | None) -> Refusal | str:
    return "due" if refusal is None else refusal
