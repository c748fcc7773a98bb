"""The twin of contracts/constraint/TimelessConstraint.sol."""


class TimelessConstraint:
    """A constraint that waits for no time: whether it refuses depends on what is observed."""

    __slots__ = ()

    def require_ready(self, time: int) -> None:
        """Never too early, at any time {s}."""
