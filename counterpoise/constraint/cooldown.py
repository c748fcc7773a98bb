"""The twin of contracts/constraint/CooldownConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.errors import CooldownActive
from counterpoise.types import State


@dataclass(slots=True)
class CooldownConstraint:
    """Between two rebalances lies at least the cooldown."""

    cooldown: int  # {s}
    ready_at: int = 0  # {s}

    def require_ready(self, time: int) -> None:
        """Raises `CooldownActive` before the time {s}."""
        if time < self.ready_at:
            raise CooldownActive(time, self.ready_at)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `CooldownActive` before the time."""
        self.require_ready(start.time)

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """Judges, then sets the clock."""
        self.judge(start, target, end)
        self.ready_at = start.time + self.cooldown
