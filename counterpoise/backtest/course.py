"""What a vault went through: every step of a run, and what changed it, in integers as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from counterpoise.types import Holdings


class Kind(Enum):
    """What changes a vault's holdings."""

    REBALANCE = "rebalance"
    ENTRY = "entry"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Swap:
    """One swap as it was settled. Amounts are {unit}; assets are told by their places."""

    sold: int
    bought: int
    paid: int  # of what was sold, all that left the vault
    got: int  # of what was bought
    fee: int  # of what was paid, what the venue kept as its fee
    fair: int  # of what was bought, for paid less fee at the venue's price before the swap


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction that changed the holdings."""

    kind: Kind
    time: int  # {s}
    after: Holdings
    swaps: tuple[Swap, ...] = ()
    gas: int = 0
    gas_price: int = 0  # {wei/gas}; whoever sent it paid, not the vault


class Topic(Enum):
    """What is written down for a vault."""

    RECORDS = "records"  # by its estimators, which somebody reminds
    SOLUTIONS = "solutions"
    PROPOSALS = "proposals"


@dataclass(frozen=True, slots=True)
class Note:
    """One block in which something was written down, or one transaction; it changes no holdings."""

    topic: Topic
    time: int  # {s}
    gas: int
    gas_price: int  # {wei/gas}; whoever sent it paid, not the vault


@dataclass(frozen=True, slots=True)
class Step:
    """One price, and what was done about it."""

    time: int  # {s}
    market: tuple[int, ...]  # D18{USD/tok} of each asset, in the vault's order
    prices: tuple[int, ...]  # D18{USD/tok}, as the feeds say
    target: tuple[int, ...]  # D18{1}, what the strategy wants
    changes: tuple[Change, ...] = ()
    wait: str | None = None  # why nothing was rebalanced, by the refusal's name
    notes: tuple[Note, ...] = ()  # before the vault was looked at
    classes: tuple[int, ...] = ()  # of each asset's market, then, where anybody watches it


@dataclass(slots=True)
class Course:
    """A whole run of one vault, or of an alternative to it."""

    name: str
    symbols: tuple[str, ...]  # in the vault's order
    units: tuple[int, ...]  # {unit/tok}
    start: Holdings
    steps: list[Step] = field(default_factory=list)

    def held(self) -> Iterator[Holdings]:
        """What was held at each step, before anything was done about it."""
        holdings = self.start
        for step in self.steps:
            yield holdings
            holdings = step.changes[-1].after if step.changes else holdings

    @property
    def end(self) -> Holdings:
        """What was held in the end."""
        changed = (step.changes[-1] for step in reversed(self.steps) if step.changes)
        last = next(changed, None)
        return last.after if last else self.start
