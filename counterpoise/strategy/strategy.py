"""The seam of every strategy, as interfaces/IStrategy.sol has it."""

from typing import Protocol, runtime_checkable

from counterpoise.types import State


@runtime_checkable
class Strategy(Protocol):
    """Says what should be true: weights D18{1}, their sum exactly 1e18."""

    def target(self, state: State) -> tuple[int, ...]: ...


@runtime_checkable
class StandIn(Protocol):
    """A strategy that answers in place of another, and is shown as that one."""

    @property
    def shown(self) -> Strategy | str:
        """The other one, or a name for it where there is no more of it here."""
