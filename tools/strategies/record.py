"""What a play leaves behind, in integers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from counterpoise.types import State


@dataclass(frozen=True, slots=True)
class Hour:
    """A vault as its keeper finds it, before he does anything."""

    time: int  # {s}
    value: int  # D18{USD}
    risky: int  # D18{USD}, all but cash
    price: int  # D18{USD/share}
    floor: int  # D18{USD/share}; 0 where none is promised
    drift: int | None  # D18{1}, from what the strategy wants; None where it refuses


@dataclass(frozen=True, slots=True)
class Deal:
    """One rebalance."""

    time: int  # {s}
    value: int  # D18{USD}, before
    sold: int  # D18{USD}
    lost: int  # D18{USD}, to fees and prices
    gas: int  # D18{USD}
    risky: int  # D18{USD}, after


@dataclass(slots=True)
class Record:
    """One play."""

    hours: list[Hour] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)


def deal(start: State, end: State, gas: int) -> Deal:
    """What a rebalance has changed, at the prices it started from; cash is the last asset."""
    pairs = zip(start.values, end.values, strict=True)
    sold = sum(max(before - after, 0) for before, after in pairs)
    lost = start.value - end.value
    return Deal(start.time, start.value, sold, lost, gas, end.value - end.values[-1])
