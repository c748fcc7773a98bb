"""One transaction of a course: what it did to the value, and what became of it by the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from counterpoise.backtest.analytics.gas import cost_of
from counterpoise.backtest.analytics.parts import Parts
from counterpoise.backtest.analytics.trading import swapped, trading
from counterpoise.backtest.analytics.value import worth
from counterpoise.backtest.course import Change, Course, Kind, Step
from counterpoise.math.fixed_point import ONE, zero_floor_sub
from counterpoise.math.valuation import value_of
from counterpoise.math.weights import gap
from counterpoise.types import Holdings


@dataclass(frozen=True)
class Piece:
    """One change of what was held, at its step's market prices; found out as it is asked for."""

    course: Course
    step: Step
    ether: int | None  # D18{USD/ETH}
    held: Holdings  # before it
    change: Change

    @property
    def kind(self) -> Kind:
        return self.change.kind

    @property
    def time(self) -> int:
        """{s}"""
        return self.change.time

    @property
    def gas(self) -> int:
        return self.change.gas

    @property
    def gas_cost(self) -> int | None:
        """D18{USD}, where the price of ether is known; no part of the value."""
        return None if self.ether is None else cost_of(self.change, self.ether)

    @property
    def value(self) -> int:
        """D18{USD} before it."""
        return sum(self._before)

    @property
    def drift_before(self) -> int:
        """D18{1} of the asset that is the farthest off its target."""
        return self._drift(self._before)

    @property
    def drift_after(self) -> int:
        """D18{1}"""
        return self._drift(self._after)

    @property
    def turnover(self) -> int:
        """D18{1} of the value, what the assets that fell have lost."""
        fell = sum(map(zero_floor_sub, self._before, self._after))
        return fell * ONE // self.value if self.value else 0

    @cached_property
    def parts(self) -> Parts:
        """They sum to what it changed of the value."""
        change, costs = self.change, trading(self.change.swaps, self.step.market, self.course.units)
        left = sum(self._after) - self.value - costs.total
        if change.kind is Kind.REBALANCE:
            other = self._unswapped()
            return replace(costs, other=other, dust=left - other)
        flow = self._at_share_price()
        if change.kind is Kind.ENTRY:
            return replace(costs, entries=flow, spread=left - flow)
        return replace(costs, exits=flow, spread=left - flow)

    @property
    def gain(self) -> int:
        """D18{USD} by the end of the course, for the first holders, against not doing it."""
        held, after = self.held, self.change.after
        if not held.supply or not after.supply:
            return 0  # Nobody's.
        last, first = self.course.steps[-1].market, self.course.start.supply
        rows = zip(held.balances, after.balances, last, self.course.units, strict=True)
        both = held.supply * after.supply
        return sum(
            (now * held.supply - was * after.supply) * price * first // (both * unit)
            for was, now, price, unit in rows
        )

    @cached_property
    def _before(self) -> list[int]:
        """Of each asset, D18{USD}, rounded down."""
        return self._values(self.held)

    @cached_property
    def _after(self) -> list[int]:
        return self._values(self.change.after)

    def _values(self, held: Holdings) -> list[int]:
        return [*map(value_of, held.balances, self.step.market, self.course.units)]

    def _unswapped(self) -> int:
        """What came without a swap, D18{USD}."""
        was, now = self.held.balances, self.change.after.balances
        flow = swapped(self.change.swaps, len(was))
        rest = [b - a - by_swaps for a, b, by_swaps in zip(was, now, flow, strict=True)]
        return worth(rest, self.step.market, self.course.units)

    def _at_share_price(self) -> int:
        """What {share} made or taken back are worth at the price before, D18{USD}, rounded down.

        The first shares of all have no price before: they are what they brought.
        """
        was, now = self.held.supply, self.change.after.supply
        return value_of(now - was, self.value, was) if was else sum(self._after) - self.value

    def _drift(self, values: Sequence[int]) -> int:
        total = sum(values)
        rows = zip(values, self.step.target, strict=True)
        return max(abs(gap(*row, total)) for row in rows) // total if total else 0
