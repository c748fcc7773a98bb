"""A vault as its twin: what it holds, what it is made of, and what it does about prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from counterpoise.backtest.twin.feeds import Feed, require_good
from counterpoise.backtest.twin.memories import Memories
from counterpoise.backtest.twin.sieve import Sieve
from counterpoise.engine import Decision, Engine
from counterpoise.errors import Refusal, WithinBand
from counterpoise.observer.spot import observe
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.types import Holdings, State


@dataclass(frozen=True, slots=True)
class Look:
    """What came of one look: a reason to wait, or what was decided."""

    target: tuple[int, ...]  # D18{1}; empty where the strategy was not asked, or refused
    wait: str | None
    done: Decision | None = None


@dataclass(slots=True)
class Vault:
    """Its holdings change with what it does."""

    symbols: tuple[str, ...]
    units: tuple[int, ...]  # {unit/tok}
    held: Holdings
    engine: Engine
    feeds: Sequence[Feed]
    memories: Memories | None = None  # where nobody remembers anything
    _sieve: Sieve = field(init=False)
    _fixed: tuple[int, ...] = field(init=False)  # D18{1}, what it wants whatever is

    def __post_init__(self) -> None:
        strategy = self.engine.strategy
        self._fixed = strategy.weights if isinstance(strategy, FixedWeightStrategy) else ()
        self._sieve = Sieve.of(self.engine.constraint)

    def remember(self, time: int, prices: Sequence[int], spoken: Sequence[int]) -> bool:
        """Takes in what is new at a time {s}, all in one block; whether anything was.

        Prices D18{USD/tok}, and when each feed spoke {s}.
        """
        if self.memories is None:
            return False
        heard = self.memories.hear(self.held.assets, prices, spoken, time)
        state = self._seen(time, prices, spoken)
        return (state is not None and self.memories.see(state)) or heard

    def look(self, time: int, prices: Sequence[int], spoken: Sequence[int]) -> Look:
        """Rebalances at a time {s} where nothing refuses; prices D18{USD/tok}, feeds' times {s}."""
        try:
            self.engine.constraint.require_ready(time)
            require_good(self.feeds, prices, spoken, time)
            if self._sieve.holds(self.held.balances, prices, self.units, self._fixed):
                return Look(self._fixed, WithinBand.__name__)
            return self._rebalance(time, prices)
        except Refusal as refusal:
            return Look(self._fixed or self._wanted(time, prices), type(refusal).__name__)

    def _rebalance(self, time: int, prices: Sequence[int]) -> Look:
        done = self.engine.step(self._observe(time, prices))
        if done.refusal is not None:
            return Look(done.target or self._fixed, done.refusal.name, done)
        self.held = replace(self.held, balances=done.end.balances)
        return Look(done.target, None, done)

    def take(self, held: Holdings) -> None:
        """What it holds after somebody came or went, whatever its assets are called there."""
        self.held = replace(self.held, balances=held.balances, supply=held.supply)

    def _wanted(self, time: int, prices: Sequence[int]) -> tuple[int, ...]:
        """What the strategy says, also where nobody may rebalance."""
        try:
            return self.engine.strategy.target(self._observe(time, prices))
        except Refusal:
            return ()

    def _seen(self, time: int, prices: Sequence[int], spoken: Sequence[int]) -> State | None:
        """None where a feed is not to be believed."""
        try:
            require_good(self.feeds, prices, spoken, time)
            return self._observe(time, prices)
        except Refusal:
            return None

    def _observe(self, time: int, prices: Sequence[int]) -> State:
        if self.memories is None:
            return observe(self.held, self.units, prices, time)
        return self.memories.observe(self.held, prices, time)
