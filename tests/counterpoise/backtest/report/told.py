"""Stories to be told: a vault and its alternatives out of one list of prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterpoise.backtest.course import Course
from counterpoise.backtest.paths import jump_diffusion
from counterpoise.backtest.prices import ONE, Prices
from counterpoise.backtest.report.series import costs, drift, fall, growth, rebalances
from counterpoise.backtest.report.story import (
    Assumption,
    Attribution,
    Band,
    Difference,
    Part,
    Row,
    Story,
)
from tests.counterpoise.backtest.report.played import DAY, WORTH, Market, beyond, every, never, play

BAND = Band(5 * ONE // 100, 2 * ONE // 100)
YEAR = 365 * DAY
ALTERNATIVES = {
    "hold": never,
    "daily": every(DAY),
    "weekly": every(7 * DAY),
    "monthly": every(30 * DAY),
    "threshold 1 %": beyond(ONE // 100),
    "threshold 2 %": beyond(2 * ONE // 100),
    "threshold 10 %": beyond(10 * ONE // 100),
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval, by its numbers."""

    low: float
    estimate: float
    high: float
    level: float = 0.95


def drawn(steps: int = 400, seed: int = 3) -> Prices:
    return jump_diffusion(seed=seed, steps=steps)


def even(count: int) -> tuple[int, ...]:
    """Equal weights of so many assets; the first gets the rest."""
    part = ONE // count
    return (ONE - part * (count - 1), *(part for _ in range(count - 1)))


def row(course: Course) -> Row:
    """A run with plain figures: enough to look at, none of them judged here."""
    grown, seconds = growth(course), course.steps[-1].time - course.steps[0].time
    first, last = grown.values[0], grown.values[-1]
    moves, each = np.diff(np.log(grown.values)), seconds / max(len(grown.values) - 1, 1)
    many, paid = max(seconds, 1) / YEAR, costs(course)
    deviation = float(np.std(moves) * np.sqrt(YEAR / each)) if seconds else float("nan")
    figures = {
        "total_return": float(last / first - 1),
        "annual_return": float((last / first) ** (1 / many) - 1),
        "volatility": deviation,
        "sharpe": float(np.mean(moves)) * YEAR / each / deviation if seconds else float("nan"),
        "drawdown": float(-fall(grown).values.min() / 100),
        "cost": float(paid["fees"].values[-1] + paid["price impact"].values[-1])
        / (WORTH / ONE)
        / many,
        "outside": float(np.mean(drift(course).values > 5)),
        "rebalances": float(len(rebalances(course))),
        "gas": float(sum(it.gas for step in course.steps for it in step.changes)),
    }
    return Row(course.name, figures, course)


def against(one: Row, other: Row) -> Difference:
    """A crude interval of the yearly return, as if each day were independent and normal."""
    gaps = _daily(one) - _daily(other)
    middle, error = 365 * gaps.mean(), 365 * gaps.std() / np.sqrt(len(gaps))
    bounds = Bounds(middle - 1.96 * error, middle, middle + 1.96 * error)
    return Difference(one.name, other.name, "annual_return", bounds)


def _daily(row: Row):
    grown = growth(row.course)
    days = np.arange(grown.times[0], grown.times[-1], DAY)
    return np.diff(np.log(np.interp(days, grown.times, grown.values)))


def story(prices: Prices, alternatives: Sequence[str] = tuple(ALTERNATIVES)) -> Story:
    """A vault that rebalances beyond five points, beside those alternatives."""
    market = Market(prices, even(len(prices.assets) + 1))
    vault = row(play("vault", market, beyond(BAND.outer)))
    others = [row(play(name, market, ALTERNATIVES[name])) for name in alternatives]
    return Story(
        title="Fixed weights, five points of band",
        vault=vault,
        others=tuple(others),
        differences=tuple(against(vault, other) for other in others),
        attribution=split(vault),
        assumptions=(Assumption("market.lag", "300", "s by which pools trail the market"),),
        band=BAND,
    )


def split(row: Row) -> Attribution:
    """Fees and impact as they were, and the market for all the rest."""
    paid, end = costs(row.course), int(WORTH * (1 + row.figures["total_return"]))
    fees, impact = (-int(paid[it].values[-1] * ONE) for it in ("fees", "price impact"))
    parts = ("market", end - WORTH - fees - impact), ("fees paid", fees), ("price impact", impact)
    gas = -int(paid["gas"].values[-1] * 2_000 * ONE)
    beside = (Part("gas, by whoever sent it", gas),)
    return Attribution(WORTH, tuple(Part(*it) for it in parts), end, beside)
