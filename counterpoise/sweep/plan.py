"""What a sweep is to do, checked as a whole before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counterpoise.backtest.config import Config
from counterpoise.errors import CounterpoiseError
from counterpoise.sweep.grid import Axis, cells, check
from counterpoise.sweep.inside import BadKey
from counterpoise.sweep.rows import Cell, Trial
from counterpoise.sweep.search import Search
from counterpoise.sweep.vary import Base
from counterpoise.sweep.windows import Walk, Window

WINDOW = ("prices.from", "prices.to")


class BadObjective(CounterpoiseError):
    """A figure that no back-test has."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"--objective {name}: no such figure; there are {', '.join(known)}")
        self.name, self.known = name, known


@dataclass(frozen=True, slots=True)
class Plan:
    """A configuration, what varies in it, and how it is gone through."""

    base: Base
    axes: tuple[Axis, ...]
    objective: str
    least: bool = False  # whether less of the objective is better
    search: Search | None = None  # all of the grid without one
    walk: Walk | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """That the sweep sets; a walk sets what is played, too."""
        return (*(it.key for it in self.axes), *(WINDOW if self.walk else ()))

    @property
    def mark(self) -> str:
        """What all trials have in common: the configuration but for the keys, and the keys."""
        return self.base.mark(self.keys)

    def check(self, figures: Sequence[str]) -> None:
        """Refuses what cannot be played. Raises `BadKey` or `BadObjective`."""
        if self.objective not in figures:
            raise BadObjective(self.objective, figures)
        for key in set(WINDOW) & {it.key for it in self.axes} if self.walk else ():
            raise BadKey(key, "--walk-forward sets it already")
        check(self.base, self.axes)
        if not self.search:
            for trial in self.trials(cells(self.axes)):
                self._require_files(trial.config)

    def trials(self, chosen: Iterable[Cell], window: Window | None = None) -> list[Trial]:
        """These cells of the grid, in a window of the prices or in all that the file says."""
        return [self.trial(cell, window) for cell in chosen]

    def trial(self, cell: Cell, window: Window | None = None) -> Trial:
        """Raises `BadKey` where the model refuses the values together."""
        ends = (window.start, window.end) if window else ()
        config = self.base.having({**dict(cell), **dict(zip(WINDOW, ends))})
        keys = [*dict(cell), *(WINDOW if window else ())]
        values = {key: self.base.value_of(config, key) for key in keys}
        return Trial(self.base.identity(config), cell, values, config)

    def _require_files(self, config: Config) -> None:
        for key, file in self.base.inputs(config).files().items():
            if not file.is_file():
                raise BadKey(key, f"no file {file}")
