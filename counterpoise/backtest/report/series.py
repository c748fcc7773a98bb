"""What is drawn of a course, as numbers over time; floats begin here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from counterpoise.backtest.course import Change, Course, Kind, Step
from counterpoise.backtest.prices import ONE
from counterpoise.types import Holdings

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers at times {s} that never fall; not a number where there is none."""

    times: NDArray[np.int64]
    values: Numbers


def moments(course: Course) -> Iterator[tuple[Step, Holdings]]:
    """What was held at each step, and after each change of it."""
    for step, held in zip(course.steps, course.held(), strict=True):
        yield step, held
        yield from ((step, change.after) for change in step.changes)


def times(course: Course) -> NDArray[np.int64]:
    """When those moments were, by their steps, {s}."""
    return np.array([step.time for step, _ in moments(course)], dtype=np.int64)


def _worth(course: Course, price: Callable[[Step], Sequence[int]]) -> Numbers:
    """What each asset was worth at each moment, {USD}, a row a moment."""
    held, prices = [], []
    for step, holdings in moments(course):
        held.append(holdings.balances)
        prices.append(price(step))
    whole = np.array(held, dtype=float) / np.array(course.units, dtype=float)
    worth: Numbers = whole * (np.array(prices, dtype=float) / ONE)
    return worth


def _parts(above: Numbers, below: Numbers) -> Numbers:
    """One over the other, not a number where there is nothing below."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Numbers = np.where(below > 0, above / below, np.nan)
    return ratio


def growth(course: Course) -> Series:
    """What 100 USD of shares at the start are worth, at the market's prices."""
    supply = np.array([held.supply for _, held in moments(course)], dtype=float)
    share = _parts(_worth(course, lambda step: step.market).sum(axis=1), supply)
    return Series(times(course), 100 * _parts(share, np.full_like(share, share[0])))


def fall(series: Series) -> Series:
    """How far below its highest so far, in percent; never above 0."""
    peak = np.fmax.accumulate(series.values)
    return Series(series.times, 100 * (_parts(series.values, peak) - 1))


def ahead(one: Series, other: Series) -> Series:
    """By how much one growth is above another, in percent, at the end of each time of both."""
    common, _, _ = np.intersect1d(one.times, other.times, return_indices=True)
    ratio = _parts(_last(one, common), _last(other, common))
    return Series(common, 100 * (ratio - 1))


def _last(series: Series, moments: NDArray[np.int64]) -> Numbers:
    return series.values[np.searchsorted(series.times, moments, side="right") - 1]


def weights(course: Course) -> list[Series]:
    """Each asset's part of the value in percent, at the feeds' prices, as the vault sees it."""
    worth = _worth(course, lambda step: step.prices)
    total = worth.sum(axis=1, keepdims=True)
    at = times(course)
    return [Series(at, part) for part in 100 * _parts(worth, total).T]


def targets(course: Course) -> list[Series]:
    """What the strategy wants of each asset, in percent."""
    rows = np.array([step.target for step, _ in moments(course)], dtype=float)
    return [Series(times(course), part) for part in 100 * rows.T / ONE]


def drift(course: Course) -> Series:
    """The largest distance of any asset from its target, in points, as the band judges it."""
    pairs = zip(weights(course), targets(course), strict=True)
    gaps = np.array([np.abs(weight.values - target.values) for weight, target in pairs])
    return Series(times(course), gaps.max(axis=0))


def rebalances(course: Course) -> NDArray[np.int64]:
    """The places of the moments that a rebalance led to."""
    places, place = [], -1
    for step in course.steps:
        place += 1
        for change in step.changes:
            place += 1
            if change.kind is Kind.REBALANCE:
                places.append(place)
    return np.array(places, dtype=np.int64)


def runs(series: Series) -> Series:
    """The same line without the points in the middle of a level stretch."""
    same = [a == b == c for (a, b), (_, c) in pairwise(pairwise(series.values))]
    kept = np.flatnonzero(~np.array([False, *same, False][: len(series.values)], dtype=bool))
    return Series(series.times[kept], series.values[kept])


def costs(course: Course) -> dict[str, Series]:
    """What the venues' fees, the price impact {USD} and the gas {ETH} have come to, over time."""
    traded = [(change.time, *_spent(course, step, change)) for step, change in _traded(course)]
    rows = sorted([*traded, *_noted(course)])
    ends = (course.steps[0].time, course.steps[-1].time)
    at = np.array([ends[0], *(row[0] for row in rows), max(ends[1], rows[-1][0] if rows else 0)])
    names = ("fees", "price impact", "gas")
    columns = [np.cumsum([0.0, *(row[i] for row in rows), 0.0]) for i in (1, 2, 3)]
    return {name: Series(at, each) for name, each in zip(names, columns, strict=True)}


def _traded(course: Course) -> Iterator[tuple[Step, Change]]:
    changes = ((step, it) for step in course.steps for it in step.changes)
    return (pair for pair in changes if pair[1].kind is Kind.REBALANCE)


def _spent(course: Course, step: Step, change: Change) -> tuple[float, float, float]:
    """Of one change: fees and impact at the market's prices, {USD}, and gas, {ETH}."""
    fee = sum(_usd(course, step, it.sold, it.fee) for it in change.swaps)
    impact = sum(_usd(course, step, it.bought, it.fair - it.got) for it in change.swaps)
    return fee, impact, change.gas * change.gas_price / ONE


def _noted(course: Course) -> Iterator[tuple[int, float, float, float]]:
    """Of each record, solution and proposal: when, and gas alone, {ETH}."""
    notes = (it for step in course.steps for it in step.notes)
    return ((it.time, 0.0, 0.0, it.gas * it.gas_price / ONE) for it in notes)


def _usd(course: Course, step: Step, asset: int, amount: int) -> float:
    return amount * step.market[asset] / course.units[asset] / ONE
