"""What costs nothing: the target at every price, and a pool of constant weights without a fee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from counterpoise.backtest.baselines.still import Still
from counterpoise.backtest.course import Change, Kind, Step, Swap
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.twin.opening import Opening
from counterpoise.math.exponential import exp_wad, ln_wad
from counterpoise.types import Holdings

Amounts = tuple[int, ...]  # {unit}, in the vault's order
Done = tuple[Amounts, tuple[Swap, ...]]


class Rule(Protocol):
    """What is held at a price, and by which swaps it is come to."""

    def move(self, balances: Amounts, prices: Sequence[int]) -> Done:
        """From balances {unit}, at the market's prices D18{USD/tok}."""


@dataclass(slots=True)
class Free:
    """A basket that is moved at every price of the market, at no cost."""

    opening: Opening
    rule: Rule
    held: Holdings = field(init=False)

    def __post_init__(self) -> None:
        self.held = self.opening.held

    def steps(self, stills: Iterable[Still]) -> Iterator[Step]:
        """A step for each price; the change is of its very time, as nobody has to be waited for."""
        for _, step in stills:
            balances, swaps = self.rule.move(self.held.balances, step.market)
            changes: tuple[Change, ...] = ()
            if balances != self.held.balances:
                self.held = replace(self.held, balances=balances)
                changes = (Change(Kind.REBALANCE, step.time, self.held, swaps),)
            yield Step(step.time, step.market, step.prices, step.target, changes)


@dataclass(frozen=True, slots=True)
class Continuous:
    """Buys and sells at the market's own prices, without a fee, until all is at its weight.

    What a unit cannot express stays in the hub: a rebalance loses a unit of it for each swap.
    """

    units: tuple[int, ...]  # {unit/tok}
    weights: tuple[int, ...]  # D18{1}
    hub: int  # its place

    def move(self, balances: Amounts, prices: Sequence[int]) -> Done:
        rows = list(zip(balances, prices, self.units, self.weights, strict=True))
        value = sum(balance * price // unit for balance, price, unit, _ in rows)
        wanted = [value * w // ONE * unit // price for _, price, unit, w in rows]
        after, swaps = list(balances), []
        others = [i for i in range(len(rows)) if i != self.hub]
        for i in sorted(others, key=lambda i: wanted[i] > balances[i]):  # Sales come first.
            swap = self._swap(i, wanted[i] - balances[i], prices, after[self.hub])
            if swap.paid and swap.got:
                after[swap.sold] -= swap.paid
                after[swap.bought] += swap.got
                swaps.append(swap)
        return tuple(after), tuple(swaps)

    def _swap(self, i: int, lack: int, prices: Sequence[int], most: int) -> Swap:
        """What an asset lacks {unit}, for at most so much of the hub; rounded for neither."""
        over, under = prices[i] * self.units[self.hub], prices[self.hub] * self.units[i]
        if lack < 0:
            got = -lack * over // under
            return Swap(i, self.hub, -lack, got, 0, got)
        paid = min(-(-lack * over // under), most)
        got = min(lack, paid * under // over)
        return Swap(self.hub, i, paid, got, 0, got)


@dataclass(slots=True)
class ConstantWeights:
    """A pool that keeps K, the product of its balances, each to the power of its weight.

    Who arbitrages it pays no fee, and takes what costs others nothing: at prices p it is worth
    K * prod((p / w)**w), of which each asset is its weight.
    """

    units: tuple[int, ...]  # {unit/tok}
    weights: tuple[int, ...]  # D18{1}
    _level: int | None = None  # D18{1}, the logarithm of K / prod(w**w)

    def move(self, balances: Amounts, prices: Sequence[int]) -> Done:
        if self._level is None:
            self._level = self._first(balances)
        rows = list(zip(prices, self.units, self.weights, strict=True))
        value = exp_wad(self._level + sum(w * ln_wad(price) // ONE for price, _, w in rows))
        return tuple(value * w // ONE * unit // price for price, unit, w in rows), ()

    def _first(self, balances: Amounts) -> int:
        """The sum of w * ln(balance / w), balances in whole tokens; what weighs nothing is gone."""
        rows = zip(balances, self.units, self.weights, strict=True)
        return sum(
            w * ln_wad(balance * ONE * ONE // (unit * w)) // ONE for balance, unit, w in rows if w
        )
