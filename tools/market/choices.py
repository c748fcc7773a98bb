"""What other choices of a deployment would change: false alarms against delay, in one series."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from counterpoise.math.fixed_point import ONE
from tools.market import alarms, delays
from tools.market.delays import Delay, Moment
from tools.market.events import EVENTS
from tools.market.series import Series
from tools.market.watch import Setup

CHOICES = {
    "sensible, a look every 5 min": Setup(),
    "`deviation` 0.75 % instead of 0.5 %": Setup(deviation=75 * ONE // 10_000),
    "`deviation` 1 %": Setup(deviation=ONE // 100),
    "`window` 60 min instead of 30 min": Setup(window=3_600),
    "`window` 90 min": Setup(window=5_400),
    "a look every hour": Setup(every=3_600),
}
ASKED = [it for it in EVENTS if it.name.startswith(("push of 5 %", "slow walk"))]


def counted(series: Series, told: Callable[[int], None]) -> dict[str, dict[str, Any]]:
    """The false alarms of each choice, as the figures keep them."""
    return {name: alarms.count(series, it, told).said() for name, it in CHOICES.items()}


def delayed(moments: Iterable[Moment], told: Callable[[int], None]) -> list[Delay]:
    """How long each choice takes to find a push and a walk."""
    return delays.measure(moments, told, ASKED, CHOICES)
