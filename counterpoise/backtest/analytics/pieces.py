"""One transaction of a course: what it did to the value, and what became of it by the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterpoise.backtest.analytics.gas import cost_of
from counterpoise.backtest.analytics.parts import Parts
from counterpoise.backtest.analytics.trading import swapped, trading
from counterpoise.backtest.analytics.value import worth
from counterpoise.backtest.course import Change, Course, Kind, Step
from counterpoise.math.fixed_point import ONE, zero_floor_sub
from counterpoise.math.valuation import value_of
from counterpoise.math.weights import gap
from counterpoise.types import Holdings


@dataclass(frozen=True, slots=True)
class Piece:
    """One change, at its step's market prices."""

    kind: Kind
    time: int  # {s}
    value: int  # D18{USD} before it
    parts: Parts
    gain: int  # D18{USD} by the end of the course, for the first holders, against not doing it
    drift_before: int  # D18{1} of the asset that is the farthest off its target
    drift_after: int  # D18{1}
    turnover: int  # D18{1} of the value, what the assets that fell have lost
    gas: int
    gas_cost: int | None  # D18{USD}, where the price of ether is known; no part of the value


@dataclass(frozen=True, slots=True)
class Scene:
    """What a piece is judged by."""

    course: Course
    step: Step
    ether: int | None  # D18{USD/ETH}

    def piece(self, held: Holdings, change: Change) -> Piece:
        """What a change made of these holdings."""
        before, after = self._values(held), self._values(change.after)
        return Piece(
            kind=change.kind,
            time=change.time,
            value=sum(before),
            parts=self._parts(held, change, sum(before), sum(after)),
            gain=self._gain(held, change.after),
            drift_before=self._drift(before),
            drift_after=self._drift(after),
            turnover=_turnover(before, after),
            gas=change.gas,
            gas_cost=None if self.ether is None else cost_of(change, self.ether),
        )

    def _values(self, held: Holdings) -> list[int]:
        """Of each asset, D18{USD}, rounded down."""
        return [*map(value_of, held.balances, self.step.market, self.course.units)]

    def _parts(self, held: Holdings, change: Change, before: int, after: int) -> Parts:
        costs = trading(change.swaps, self.step.market, self.course.units)
        left = after - before - costs.total
        if change.kind is Kind.REBALANCE:
            other = self._unswapped(held, change)
            return replace(costs, other=other, dust=left - other)
        flow = _at_share_price(held.supply, change.after.supply, before, after)
        if change.kind is Kind.ENTRY:
            return replace(costs, entries=flow, spread=left - flow)
        return replace(costs, exits=flow, spread=left - flow)

    def _unswapped(self, held: Holdings, change: Change) -> int:
        """What came without a swap, D18{USD}."""
        flow = swapped(change.swaps, len(held.balances))
        rows = zip(change.after.balances, held.balances, flow, strict=True)
        rest = [now - was - by_swaps for now, was, by_swaps in rows]
        return worth(rest, self.step.market, self.course.units)

    def _gain(self, held: Holdings, after: Holdings) -> int:
        """What it changed of a first holder's basket, at the last prices, D18{USD}."""
        if not held.supply or not after.supply:
            return 0  # Nobody's.
        last, first = self.course.steps[-1].market, self.course.start.supply
        rows = zip(held.balances, after.balances, last, self.course.units, strict=True)
        both = held.supply * after.supply
        return sum(
            (now * held.supply - was * after.supply) * price * first // (both * unit)
            for was, now, price, unit in rows
        )

    def _drift(self, values: Sequence[int]) -> int:
        total = sum(values)
        rows = zip(values, self.step.target, strict=True)
        return max(abs(gap(*row, total)) for row in rows) // total if total else 0


def _at_share_price(was: int, now: int, before: int, after: int) -> int:
    """What {share} made or taken back are worth at the price before, D18{USD}, rounded down.

    The first shares of all have no price before: they are what they brought.
    """
    return value_of(now - was, before, was) if was else after - before


def _turnover(before: Sequence[int], after: Sequence[int]) -> int:
    fell, total = sum(map(zero_floor_sub, before, after)), sum(before)
    return fell * ONE // total if total else 0
