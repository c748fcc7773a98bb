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
    """Trades only where the twin comes to the chain's own orders and the chain's own end.

    `twin` is its preview of the report's state; None where the report has no state.
    """
    if report.reason is not None:
        return Wait(report.reason)
    difference = compare(report, twin)
    return Trade(report.orders) if difference is None else Refuse(difference)


def compare(report: Report, twin: engine.Decision | None) -> TwinDisagrees | None:
    """The first thing on which a report that is due and the twin's preview differ."""
    if twin is None:
        return TwinDisagrees("the state", "observed", "none")
    if twin.refusal is not None:
        return TwinDisagrees("whether it is due", "due", twin.refusal)
    for what, ours, theirs in (
        ("the orders", report.orders, twin.orders),
        ("the end", report.end, twin.end),
    ):
        if ours != theirs:
            return TwinDisagrees(what, ours, theirs)
    return None
