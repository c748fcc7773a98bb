"""The twin of contracts/constraint/CooldownConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.errors import CooldownActive
from counterpoise.math.bounds import require_at_most
from counterpoise.math.fixed_point import ONE, zero_floor_sub
from counterpoise.math.weights import total_drift
from counterpoise.types import State

MAX_COOLDOWN = 7 * 86_400  # {s}, as long as the longest pause.


@dataclass(slots=True)
class CooldownConstraint:
    """After a rebalance the next one waits, after a small one in proportion."""

    cooldown: int  # {s}
    pace: int  # D18{1} of drift closed, after which the whole cooldown is due; 0: after any
    ready_at: int = 0  # {s}

    def __post_init__(self) -> None:
        require_at_most("cooldown", self.cooldown, MAX_COOLDOWN)
        require_at_most("pace", self.pace, ONE)

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
        self.ready_at = start.time + self.wait_after(start, target, end)

    def wait_after(self, start: State, target: Sequence[int], end: State) -> int:
        """{s}, rounded up; the whole cooldown too where the drift has not fallen."""
        drift, left = total_drift(start, target), total_drift(end, target)
        closed, due = zero_floor_sub(drift, left), min(self.pace, drift // 2)
        whole = closed == 0 or closed >= due
        return self.cooldown if whole else -(-self.cooldown * closed // due)
