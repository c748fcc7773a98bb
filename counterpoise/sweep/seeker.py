"""A search of the grid that does not play all of it; Optuna proposes, in an order of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import isfinite

import optuna
from optuna.samplers import BaseSampler, RandomSampler, TPESampler
from optuna.study import Study, StudyDirection
from optuna.trial import TrialState

from counterpoise.sweep.grid import Axis
from counterpoise.sweep.rows import Cell, Row
from counterpoise.sweep.search import Search

optuna.logging.set_verbosity(optuna.logging.WARNING)

Sampler = Callable[[int], BaseSampler]
# Each knows of what is under way, and proposes something else.
SAMPLERS: dict[str, Sampler] = {
    "tpe": lambda seed: TPESampler(seed=seed, constant_liar=True),
    "random": lambda seed: RandomSampler(seed=seed),
}


@dataclass(slots=True)
class Seeker:
    """One study. It hears of results in the order of its own proposals, whoever was first.

    So what it proposes follows from the seed alone: neither from the number of workers, nor from
    which of them was quicker, nor from which rows were there before.
    """

    search: Search
    axes: Sequence[Axis]
    asked: int = 0
    _study: Study = field(init=False)
    _waiting: deque[tuple[optuna.Trial, Cell]] = field(default_factory=deque)

    def __post_init__(self) -> None:
        direction = StudyDirection.MINIMIZE if self.search.least else StudyDirection.MAXIMIZE
        sampler = SAMPLERS[self.search.sampler](self.search.seed)
        self._study = optuna.create_study(direction=direction, sampler=sampler)

    @property
    def may_ask(self) -> bool:
        return self.asked < self.search.trials and len(self._waiting) < self.search.ahead

    @property
    def is_done(self) -> bool:
        return self.asked == self.search.trials and not self._waiting

    def ask(self) -> Cell:
        """A cell of the grid; a key's values are in an order, and neighbours are near."""
        trial = self._study.ask()
        cell = tuple(
            (it.key, it.values[trial.suggest_int(it.key, 0, len(it.values) - 1)])
            for it in self.axes
        )
        self._waiting.append((trial, cell))
        self.asked += 1
        return cell

    @property
    def next(self) -> Cell:
        """Of which it must hear next."""
        return self._waiting[0][1]

    def tell(self, row: Row | None) -> None:
        """What the next one came to; None is a cell that the model refuses."""
        trial, _ = self._waiting.popleft()
        found = row.figures.get(self.search.objective) if row else None
        if found is None or not isfinite(found):
            self._study.tell(trial, state=TrialState.FAIL)
        else:
            self._study.tell(trial, found)
