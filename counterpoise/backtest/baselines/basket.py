"""A basket that follows a policy: back to its target on pools of its own, all fees paid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from counterpoise.backtest.baselines.policy import Policy
from counterpoise.backtest.baselines.still import Still
from counterpoise.backtest.course import Change, Kind, Step
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.twin.opening import Opening
from counterpoise.backtest.twin.pools import Pools
from counterpoise.backtest.twin.sieve import drift_of
from counterpoise.backtest.twin.till import Till
from counterpoise.engine import settle
from counterpoise.errors import Refusal
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.observer.spot import observe
from counterpoise.types import Holdings

# All the way at once; the floor under each trade is the demo vault's, and so is what is left alone.
LIMITS = Limits(
    damping=ONE,
    max_turnover=ONE,
    max_impact=ONE // 2,
    max_loss=ONE // 100,
    min_trade=100 * ONE,
)
# {gas}, measured: one transaction that reads balances and feeds and makes k swaps on V2 pairs takes
# 22.7k + 14.0k for each asset, and 59.2k for each swap.
GAS, GAS_ASSET, GAS_SWAP = 22_700, 13_980, 59_200
GasPrice = Callable[[int], int]  # {wei/gas} at a time {s}


@dataclass(slots=True)
class Basket:
    """What follows a policy."""

    opening: Opening
    weights: tuple[int, ...]  # D18{1}
    policy: Policy
    gas_price: GasPrice
    held: Holdings = field(init=False)
    last: int = -1  # {s}, the last rebalance
    _pools: Pools = field(init=False)
    _till: Till = field(init=False)
    _planner: HubPlanner = field(init=False)

    def __post_init__(self) -> None:
        self.held, self._pools = self.opening.held, self.opening.pools()
        self._till = Till(self.opening.venue(self._pools), self.held.assets)
        self._planner = HubPlanner(self._pools.pairs.hub, "", LIMITS, self._till.curve)

    def steps(self, stills: Iterable[Still]) -> Iterator[Step]:
        """A step for each price; prices are the feeds', as the vault's."""
        units, weights = self.opening.units, self.weights
        for seen, step in stills:
            self._pools.follow(seen)
            drift = drift_of(self.held.balances, step.prices, units, weights) or 0
            self.last = step.time if self.last < 0 else self.last
            is_due = self.policy.is_due(step.time, self.last, drift)
            yield self._rebalanced(step) if is_due else step

    def _rebalanced(self, step: Step) -> Step:
        """Whatever becomes of it, it has been tried."""
        self.last, then = step.time, step.time + self.opening.latency
        try:
            self._trade(then, step.prices)
        except Refusal as refusal:
            return replace(step, wait=refusal.name)
        swaps = self._till.empty()
        gas = GAS + GAS_ASSET * len(step.prices) + GAS_SWAP * len(swaps)
        change = Change(Kind.REBALANCE, then, self.held, swaps, gas, self.gas_price(then))
        return replace(step, changes=(change,), wait=None)

    def _trade(self, time: int, prices: tuple[int, ...]) -> None:
        """Plans as a vault's planner does, and settles. Raises a `Refusal`; nothing moves then."""
        state = observe(self.held, self.opening.units, prices, time)
        planned = self._planner.plan(state, self.weights)
        orders, end = settle(state, planned, self._till.quote)
        for order in orders:
            self._till.apply(order)
        self.held = replace(self.held, balances=end.balances)
