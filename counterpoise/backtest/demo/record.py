"""What a run remembers: integers as the chain said them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from counterpoise.backtest.prices import ONE
from counterpoise.math.weights import weigh
from counterpoise.types import Holdings, State


@dataclass(frozen=True, slots=True)
class Sample:
    """The vault at one step, before anything is done about it. Weights and drift are D18{1}."""

    time: int  # {s}
    weights: tuple[int, ...]
    drift: int
    share_price: int  # D18{USD/share}
    hold_price: int  # D18{USD/share} of the first basket, never traded
    hold_drift: int  # its drift from the same target


@dataclass(frozen=True, slots=True)
class Rebalance:
    """One rebalance, judged at the prices it started from. Fractions are D18{1}."""

    time: int  # {s}
    before: tuple[int, ...]
    after: tuple[int, ...]
    drift: int
    turnover: int  # of the value, what the assets that fell have lost
    lost: int  # D18{USD}; below 0 where the pools paid more than the feeds said
    value: int  # D18{USD} at the start
    gas: int

    @property
    def cost(self) -> float:
        """In bps of the value."""
        return 10_000 * self.lost / self.value


def rebalance_of(time: int, start: State, end: State, drift: int, gas: int) -> Rebalance:
    """What led from one state to another at the same prices; `drift` D18{1} is where it began."""
    fell = sum(max(was - now, 0) for was, now in zip(start.values, end.values, strict=True))
    return Rebalance(
        time=time,
        before=weigh(start),
        after=weigh(end),
        drift=drift,
        turnover=fell * ONE // start.value,
        lost=start.value - end.value,
        value=start.value,
        gas=gas,
    )


@dataclass(slots=True)
class Record:
    """A whole run."""

    start: Holdings  # The basket that buy-and-hold keeps.
    samples: list[Sample] = field(default_factory=list)
    rebalances: list[Rebalance] = field(default_factory=list)
    waits: Counter[str] = field(default_factory=Counter)  # by the reason's name
    left: dict[str, int] = field(default_factory=dict)  # D18{USD} that each leaver received
    looks: int = 0  # how often the keeper decided
    compared: int = 0  # of these, how often its twin was asked, and came to the chain's decision
