"""Conducts a sweep: what is to be played goes to the workers, what is done goes to the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from counterpoise.sweep.forward import Verdict, judge
from counterpoise.sweep.grid import cells
from counterpoise.sweep.inside import BadKey
from counterpoise.sweep.ledger import Ledger
from counterpoise.sweep.plan import Plan
from counterpoise.sweep.rows import Cell, Row, Trial
from counterpoise.sweep.search import Search
from counterpoise.sweep.windows import Fold, Window
from counterpoise.sweep.workers import Workers


class Bar(Protocol):
    """Who hears how far it is."""

    def expect(self, count: int) -> None:
        """So many trials more are to be done."""

    def advance(self) -> None:
        """One is done, or needed no playing."""


@dataclass(frozen=True, slots=True)
class Played:
    """One fold: the trials of the window to choose in, and the same cells where they are judged."""

    fold: Fold
    train: list[Trial]
    test: list[Trial]


@dataclass(slots=True)
class Conductor:
    """One sweep."""

    plan: Plan
    ledger: Ledger
    workers: Workers
    bar: Bar
    _sent: set[str] = field(default_factory=set)

    def sweep(self) -> list[Trial]:
        """Plays the grid, or what a search finds worth playing. Returns the trials."""
        if self.plan.search:
            return self._seek(self.plan.search, None)
        return self._play(self.plan.trials(cells(self.plan.axes)))

    def walk(self, folds: Iterable[Fold]) -> list[Played]:
        """Plays each fold: all that may be chosen in it, and all of it where it is judged."""
        played = [self._fold(fold) for fold in folds]
        trials = [it for each in played for it in (each.train, each.test)]
        self._play([trial for some in trials for trial in some if not self._is_known(trial)])
        return played

    def verdicts(self, played: Iterable[Played]) -> list[Verdict]:
        """What was chosen in each fold, and what it came to."""
        terms = self.plan.objective, self.plan.least
        judged = (judge(it.fold, self.rows(it.train), self.rows(it.test), *terms) for it in played)
        return [it for it in judged if it]

    def rows(self, trials: Iterable[Trial]) -> list[Row]:
        """What they came to."""
        return [self.ledger.rows[trial.id] for trial in trials]

    def _fold(self, fold: Fold) -> Played:
        if self.plan.search:
            train = self._seek(self.plan.search, fold.train)
        else:
            train = self.plan.trials(cells(self.plan.axes), fold.train)
        test = self.plan.trials((trial.cell for trial in train), fold.test)
        return Played(fold, train, test)

    def _play(self, trials: list[Trial]) -> list[Trial]:
        self.bar.expect(len(trials))
        for trial in trials:
            while self.workers.is_full:
                self._take()
            self._send(trial)
        while not self.workers.is_idle:
            self._take()
        return trials

    def _seek(self, search: Search, window: Window | None) -> list[Trial]:
        """The trials that a search asks for, each once, in the order of its proposals."""
        from counterpoise.sweep.seeker import Seeker  # Here, as Optuna takes a while.

        self.bar.expect(search.trials)
        seeker = Seeker(search, self.plan.axes)
        found: dict[Cell, Trial | None] = {}
        while not seeker.is_done:
            while seeker.may_ask:
                cell = seeker.ask()
                found[cell] = self._proposed(cell, window)
            heard = found[seeker.next]
            while heard and heard.id not in self.ledger.rows:
                self._take()
            seeker.tell(self.ledger.rows[heard.id] if heard else None)
        return [trial for trial in found.values() if trial]

    def _proposed(self, cell: Cell, window: Window | None) -> Trial | None:
        """Sent off; None where the model refuses together what it allows one by one."""
        try:
            trial = self.plan.trial(cell, window)
        except BadKey:
            self.bar.advance()
            return None
        self._send(trial)
        return trial

    def _send(self, trial: Trial) -> None:
        """To a worker, unless it is known, or sent already."""
        if self._is_known(trial) or trial.id in self._sent:
            self.bar.advance()
            return
        self._sent.add(trial.id)
        self.workers.submit(trial)

    def _is_known(self, trial: Trial) -> bool:
        return trial.id in self.ledger.rows

    def _take(self) -> None:
        self.ledger.keep(self.workers.next())
        self.bar.advance()
