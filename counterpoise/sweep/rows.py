"""What is asked of a worker, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from counterpoise.backtest.config import Config
from counterpoise.sweep.vary import Value

Cell = tuple[tuple[str, str], ...]  # a value for each key of the grid, as it was written
LOST = "WorkerLost"  # how the error begins of what another try may mend


@dataclass(frozen=True, slots=True)
class Trial:
    """One configuration to be played."""

    id: str  # of all that decides it
    cell: Cell
    values: Mapping[str, Value]  # of the keys that the sweep sets
    config: Config


@dataclass(frozen=True, slots=True)
class Row:
    """What a trial came to: its figures, or the error that ended it."""

    trial: str
    values: Mapping[str, Value]
    figures: Mapping[str, float] = field(default_factory=dict)
    error: str | None = None

    @property
    def is_lost(self) -> bool:
        """It says nothing about the configuration, and is worth another try."""
        return (self.error or "").startswith(LOST)
