"""A basket that follows a policy: back to its target on pools of its own, all fees paid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from counterpoise.backtest.baselines.policy import Policy
from counterpoise.backtest.course import Change, Kind, Step
from counterpoise.backtest.crowd.replay import Moment
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
NOT_DUE = "NotDue"
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

    def steps(self, moments: Iterable[Moment]) -> Iterator[Step]:
        """A step for each price; prices are the feeds', as the vault's."""
        units, pick = self.opening.units, self.opening.pick
        for moment in moments:
            time, said = moment.time, pick(moment.said)
            self._pools.follow(moment.seen)
            drift = drift_of(self.held.balances, said, units, self.weights) or 0
            self.last = time if self.last < 0 else self.last
            step = partial(Step, time, pick(moment.market), said, self.weights)
            if self.policy.is_due(time, self.last, drift):
                yield self._rebalanced(step, time, said)
            else:
                yield step((), NOT_DUE)

    def _rebalanced(self, step: Callable[..., Step], time: int, prices: tuple[int, ...]) -> Step:
        """Whatever becomes of it, it has been tried."""
        self.last, then = time, time + self.opening.latency
        try:
            self._trade(then, prices)
        except Refusal as refusal:
            return step((), refusal.name)
        swaps = self._till.empty()
        gas = GAS + GAS_ASSET * len(prices) + GAS_SWAP * len(swaps)
        change = Change(Kind.REBALANCE, then, self.held, swaps, gas, self.gas_price(then))
        return step((change,))

    def _trade(self, time: int, prices: tuple[int, ...]) -> None:
        """Plans as a vault's planner does, and settles. Raises a `Refusal`; nothing moves then."""
        state = observe(self.held, self.opening.units, prices, time)
        orders = self._planner.plan(state, self.weights)
        end = settle(state, orders, self._till.quote)
        for order in orders:
            self._till.apply(order)
        self.held = replace(self.held, balances=end.balances)
