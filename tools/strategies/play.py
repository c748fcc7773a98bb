"""One strategy on one market: the vault's own pipeline, every hour.

The keeper records the share's price, reads the state, and asks the engine where the target is
further away than the drift band. By the next hour who arbitrages has brought the pools back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.market import MarketConstraint
from counterpoise.constraint.set import Constraint, ConstraintSet
from counterpoise.engine import Decision, Engine
from counterpoise.errors import Refusal
from counterpoise.execution.hub import HubPlanner
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import is_calm
from counterpoise.math.weights import max_drift
from counterpoise.strategy.market import MarketStrategy
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import State
from tools.strategies import setting
from tools.strategies.cases import floor_in
from tools.strategies.market import Look, Market
from tools.strategies.record import Hour, Record, deal
from tools.strategies.setting import CASH
from tools.strategies.vault import Vault, seeded


@dataclass(slots=True)
class Play:
    """A vault, its keeper and its pools; `watched` is one whose market has a state."""

    market: Market
    strategy: Strategy
    kept: int  # D18{1}, what of a sale its pool trades
    watched: bool = False
    bands: tuple[int, int] = setting.BANDS
    vault: Vault = field(init=False)
    venue: UniswapV2Venue = field(init=False)
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.vault = seeded(self.market, self.strategy)
        self.venue = UniswapV2Venue(self.kept)
        planner = HubPlanner(CASH, setting.VENUE, setting.LIMITS, self.venue.curve)
        asked = MarketStrategy(self.strategy, CASH, setting.WANTED_SLICE)
        strategy = asked if self.watched else self.strategy
        self.engine = Engine(strategy, planner, self.venue, constraints(self.bands, self.watched))

    def run(self) -> Record:
        """All of the market."""
        record = Record()
        for look in self.market.looks:
            state = self.vault.observe(look, self.watched)
            wanted = self._wanted(state, record)
            record.hours.append(self._hour(state, wanted))
            if wanted is not None and self._is_due(state, wanted):
                self._rebalance(state, look, record)
        return record

    def _wanted(self, state: State, record: Record) -> tuple[int, ...] | None:
        try:
            return self.strategy.target(state)
        except Refusal as refusal:
            record.refusals[type(refusal).__name__] += 1
            return None

    def _hour(self, state: State, wanted: Sequence[int] | None) -> Hour:
        floored = floor_in(self.strategy)
        floor = floored.floor_of(state) if floored else 0
        drift = max_drift(state, wanted) if wanted is not None else None
        risky, price = state.value - state.values[-1], state.value * ONE // state.supply
        return Hour(state.time, state.value, risky, price, floor, drift)

    def _is_due(self, state: State, wanted: Sequence[int]) -> bool:
        """Whether asking the engine can lead to anything."""
        calm = not self.watched or is_calm(state.signals)
        asked = wanted if calm else self.engine.strategy.target(state)
        band = cast(ConstraintSet, self.engine.constraint).members[0]
        try:
            band.judge(state, asked, state)
        except Refusal:
            return False
        return True

    def _rebalance(self, state: State, look: Look, record: Record) -> None:
        done = self.ask(state, look)
        if done.refusal is not None:
            record.refusals[type(done.refusal).__name__] += 1
        elif done.orders:
            self.vault.balances = done.end.balances
            gas = setting.GAS[len(self.market.tokens)]
            cost = setting.gas_cost(gas, self.market.ether(look))
            record.deals.append(deal(state, done.end, cost))

    def ask(self, state: State, look: Look) -> Decision:
        """What the engine does once every pool is at the market's price."""
        for asset, price in zip(self.market.tokens[:-1], look.prices, strict=False):
            self.venue.set_pool(asset, CASH, *setting.reserves(asset, price))
        return self.engine.step(state)


def constraints(bands: tuple[int, int], watched: bool) -> ConstraintSet:
    """The band first."""
    both: tuple[Constraint, ...] = (
        DriftConstraint(*bands),
        CooldownConstraint(setting.COOLDOWN, setting.PACE),
    )
    return ConstraintSet((*both, MarketConstraint(setting.MAX_SLICE)) if watched else both)
