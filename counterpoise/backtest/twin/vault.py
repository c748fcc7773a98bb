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

    target: tuple[int, ...]  # D18{1}, what is wanted; while the strategy refuses, what was last
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
    wanted: tuple[int, ...]  # D18{1}, the target that was last told
    memories: Memories | None = None  # where nobody remembers anything
    _sieve: Sieve = field(init=False)
    _fixed: tuple[int, ...] = field(init=False)  # D18{1}, what it wants whatever is

    def __post_init__(self) -> None:
        strategy = self.engine.strategy
        self._fixed = strategy.weights if isinstance(strategy, FixedWeightStrategy) else ()
        self._sieve = Sieve.of(self.engine.constraint)

    def look(self, time: int, prices: Sequence[int], spoken: Sequence[int]) -> Look:
        """Rebalances at a time {s} where nothing refuses; prices D18{USD/tok}, feeds' times {s}."""
        said = self._fixed or self._ask(time, prices, spoken)
        self.wanted = said or self.wanted
        try:
            self.engine.constraint.require_ready(time)
            require_good(self.feeds, prices, spoken, time)
            if self._sieve.holds(self.held.balances, prices, self.units, said):
                return Look(self.wanted, WithinBand.__name__)
            return self._rebalance(time, prices)
        except Refusal as refusal:
            return Look(self.wanted, refusal.name)

    def _rebalance(self, time: int, prices: Sequence[int]) -> Look:
        done = self.engine.step(self._observe(time, prices))
        if done.refusal is not None:
            return Look(self.wanted, done.refusal.name, done)
        self.held = replace(self.held, balances=done.end.balances)
        return Look(self.wanted, None, done)

    def seen(self, time: int, prices: Sequence[int], spoken: Sequence[int]) -> State | None:
        """The state at a time {s}; None where a feed is not to be believed, or a price no price."""
        try:
            require_good(self.feeds, prices, spoken, time)
            return self._observe(time, prices)
        except Refusal:
            return None

    def _ask(self, time: int, prices: Sequence[int], spoken: Sequence[int]) -> tuple[int, ...]:
        """What the strategy says, also where nobody may rebalance; nothing where it refuses."""
        state = self.seen(time, prices, spoken)
        try:
            return self.engine.strategy.target(state) if state else ()
        except Refusal:
            return ()

    def _observe(self, time: int, prices: Sequence[int]) -> State:
        if self.memories is None:
            return observe(self.held, self.units, prices, time)
        return self.memories.observe(self.held, prices, time)
