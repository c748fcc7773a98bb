"""The seam of every scalar of risk, as interfaces/IRiskScalar.sol has it."""

from typing import Protocol, runtime_checkable

from counterpoise.types import State


@runtime_checkable
class RiskScalar(Protocol):
    """Says how much of what is at risk may be held: D18{1}, at most 1e18."""

    def exposure(self, state: State) -> int: ...
