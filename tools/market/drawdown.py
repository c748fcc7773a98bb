"""How many hours the breaker of the share's drawdown takes out, for a vault that only holds.

A share of half bitcoin and half ether, by value at the start, recorded every hour by the exact
twin of `DrawdownEstimator`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from counterpoise.math.fixed_point import ONE
from counterpoise.observer.estimator.drawdown import DrawdownEstimator
from tools.market.series import Series
from tools.market.track import DAY
from tools.market.watch import Setup

FADING = (0, 90 * DAY)  # {s}: docs/estimators.md's two sensible choices
HOUR = 3_600  # {s}


def shares(held: Sequence[Series]) -> list[int]:
    """D18{USD/share}, at each close."""
    rows = zip(*(series.closes for series in held), strict=True)
    starts = [series.closes[0] for series in held]
    parts = ([now / start for now, start in zip(row, starts, strict=True)] for row in rows)
    return [int(sum(each) / len(each) * ONE) for each in parts]


def tripped(prices: Iterable[int], start: int, tau: int) -> int:
    """The hours in which the share is further below its peak than allowed."""
    it, most, hours = DrawdownEstimator("vault", HOUR, tau), Setup().limits.max_drawdown, 0
    for k, price in enumerate(prices):
        time = start + k * HOUR
        it.record(price, time)
        hours += k > 0 and it.drawdown(price, time) > most
    return hours


def measure(held: Sequence[Series], told: Callable[[int], None] = lambda _: None) -> dict[str, Any]:
    """As the figures keep it."""
    prices = shares(held)
    found: dict[str, Any] = {"series": held[0].name, "hours": len(prices), "tripped": {}}
    for tau in FADING:
        found["tripped"][str(tau)] = tripped(prices, held[0].start, tau)
        told(len(prices))
    return found
