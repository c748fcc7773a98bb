"""Who keeps watch over a guarded strategy: whether it is heard, as somebody has to record it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field

from counterpoise.chain.reverts import selector_of
from counterpoise.observer.estimator.fault import FaultEstimator
from counterpoise.strategy.guarded import GuardedStrategy
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import State


@dataclass(slots=True)
class Watch:
    """A guard, and what was last recorded of it."""

    guard: GuardedStrategy
    estimator: FaultEstimator = field(default_factory=FaultEstimator)

    def is_new(self, state: State) -> bool:
        """Whether there is anything to record; nothing is."""
        return self._record(copy(self.estimator), state)

    def record(self, state: State) -> bool:
        """Takes in whether the strategy is heard in a state; whether that was new."""
        return self._record(self.estimator, state)

    def _record(self, estimator: FaultEstimator, state: State) -> bool:
        fault = self.guard.fault_of(state)
        reason = selector_of(fault) if fault else b""
        return estimator.record(fault is not None, reason, state.time)


def watch_of(strategy: Strategy) -> Watch | None:
    """A guard's; nobody watches any other strategy."""
    return Watch(strategy) if isinstance(strategy, GuardedStrategy) else None
