"""The twin of contracts/constraint/OwnImpactConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.constraint.timeless import TimelessConstraint
from counterpoise.errors import OwnImpact
from counterpoise.math.bounds import require_at_most, require_between, require_some
from counterpoise.math.fixed_point import ONE
from counterpoise.types import Asset, State

MAX_WAIT = 86_400  # {s}: what has not come back by then is no impact.
LEAST, MOST = 10**12, 10**17  # D18{1}: a millionth, and a tenth
LANES = 24  # assets that are remembered; a vault has 20 at most.

Trade = tuple[int, bool]  # {s}, or 0; whether it was bought


@dataclass(slots=True)
class OwnImpactConstraint(TimelessConstraint):
    """No asset is traded in the direction of its own last trade before a wait is over."""

    hub: str  # what pays for the others, and goes either way
    wait: int  # {s}
    least: int  # D18{1} of the vault's value, from which on a trade is remembered
    last: tuple[Trade, ...] = ((0, False),) * LANES  # by the place of the asset

    def __post_init__(self) -> None:
        require_some("wait", self.wait, MAX_WAIT)
        require_between("least", self.least, LEAST, MOST)

    def require_apart(self, interval: int) -> None:
        """Raises `LimitOutOfRange` where slices every interval {s} would be refused."""
        require_at_most("wait", self.wait, interval)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `OwnImpact` for the first asset that goes the same way too soon."""
        self._judge(start, end)

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """Judges, then remembers each trade that is no dust."""
        self.last = self._judge(start, end)

    def _judge(self, start: State, end: State) -> tuple[Trade, ...]:
        rows = zip(self.last, start.assets, end.assets, strict=False)
        seen = tuple(self._after(*row, start) for row in rows)
        return seen + self.last[len(seen) :]

    def _after(self, last: Trade, held: Asset, left: Asset, start: State) -> Trade:
        """What is remembered of one asset afterwards."""
        if left.balance == held.balance or held.token == self.hub:
            return last
        now, (since, bought) = (start.time, left.balance > held.balance), last
        if since and bought == now[1] and start.time < since + self.wait:
            raise OwnImpact(held.token, start.time, since + self.wait)
        counts = abs(left.value - held.value) * ONE >= self.least * start.value
        return now if counts else last
