"""The class of each asset's market at each close, as docs/market-state.md's keeper finds it.

He looks every five minutes at the sources that tools/market models; what holds at the close counts.
The breaker of the share's drawdown is not among them: it would be another one for each strategy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from counterpoise.backtest.prices import Prices
from counterpoise.types import MarketClass
from tools.market.series import Series, series
from tools.market.sources import sources
from tools.market.track import track
from tools.market.watch import Setup, looks
from tools.strategies.market import Classes
from tools.strategies.setting import HOUR

MINUTE = 60  # {s}
SEED = 17


def classes(prices: Prices, told: Callable[[int], None] = lambda _: None) -> Classes:
    """By the time of each close but the first ones, at which nobody has looked."""
    rows = [_kinds(series("", it, prices, i), told) for i, it in enumerate(prices.assets)]
    return _together(rows)


def _kinds(it: Series, told: Callable[[int], None]) -> dict[int, MarketClass]:
    random = np.random.default_rng([SEED, *it.asset.encode()])
    found: dict[int, MarketClass] = {}
    for sight in looks(Setup().watch(), sources(track(it, MINUTE, random))):
        if sight.time % HOUR == 0:
            found[sight.time] = sight.kind
            told(1)
    return found


def _together(rows: Sequence[dict[int, MarketClass]]) -> Classes:
    return {time: tuple(row[time] for row in rows) for time in rows[0]}
