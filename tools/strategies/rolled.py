"""A strategy with an expiry, replaced by the next when it is over, as a governor would."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from counterpoise.strategy.option_replication import OptionReplicationStrategy
from counterpoise.types import State


@dataclass(frozen=True, slots=True)
class Rolled:
    """One contract after the other."""

    starts: tuple[int, ...]  # {s}, of each contract
    contracts: tuple[OptionReplicationStrategy, ...]

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}, of the contract of the time. Raises as that."""
        return self.contracts[bisect_right(self.starts, state.time) - 1].target(state)
