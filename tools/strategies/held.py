"""Buy and hold, as a strategy: what is held is what is wanted."""

from __future__ import annotations

from counterpoise.math.weights import weigh
from counterpoise.types import State


class Held:
    """Never wants to trade."""

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises `NothingToWeigh` where the total is 0."""
        return weigh(state)
