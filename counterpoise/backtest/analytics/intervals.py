"""How sure one may be of a difference between two courses: a block bootstrap of their days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from arch.bootstrap import StationaryBootstrap, optimal_block_length
from numpy.typing import NDArray

from counterpoise.backtest.analytics.errors import TooShort, Undefined
from counterpoise.backtest.analytics.rows import Rows, Statistic, rows_of
from counterpoise.backtest.analytics.value import require_together
from counterpoise.backtest.course import Course

LEAST = 30  # {day}: of fewer the length of a block is a guess.
LEVEL = 0.95  # {1} of each interval
SAMPLES = 2_000  # 50 of them beyond each end of an interval of 95 %.
SEED = 7  # of what is drawn

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """One course's figure less the other's, in the unit that `Metrics` has it in.

    It says how much of the difference may be luck in the order and choice of such days as there
    were. It does not cover days unlike all of these (another regime), it is of the one path of
    prices that was played, it takes parameters as given that were chosen on these very days, and
    of a drawdown it tells how far it scatters, not a truth that it would come to. It is of each
    difference alone: of twenty such intervals of 95 % one is expected to miss.
    """

    statistic: Statistic
    low: float
    estimate: float  # of the days as they were, the difference of the two Metrics
    high: float
    level: float  # {1}, how often such intervals are meant to hold the truth
    blocks: int  # {day}, the mean length of a block
    samples: int

    @property
    def is_clear(self) -> bool:
        """Whether 0 is outside."""
        return not self.low <= 0 <= self.high


def difference(
    one: Course,
    other: Course,
    statistic: Statistic,
    *,
    level: float = LEVEL,
    samples: int = SAMPLES,
    seed: int = SEED,
    progress: Callable[[], None] = lambda: None,
) -> Interval:
    """The first course's figure less the other's, and between what it may as well have been.

    Days are drawn with replacement, both courses' together, in blocks of random length (Politis
    and Romano 1994) whose mean is the optimal one (Patton, Politis and White 2009); the ends are
    percentiles. The same seed gives the same interval. `progress` hears of each sample. Raises
    `TooShort` below 30 whole days, `Undefined`, `CoursesApart`, `TooCoarse` or `NothingToMeasure`.
    """
    require_together(one, other)
    rows, others = (rows_of(it, statistic is Statistic.COST) for it in (one, other))
    pair = Pair(rows, others, (one.name, other.name), statistic)
    return pair.interval(level, samples, seed, progress)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two courses' days beside each other."""

    one: Rows
    other: Rows
    names: tuple[str, str]
    statistic: Statistic

    def interval(
        self,
        level: float = LEVEL,
        samples: int = SAMPLES,
        seed: int = SEED,
        progress: Callable[[], None] = lambda: None,
    ) -> Interval:
        """As `difference` says."""
        whole = self.one.days.whole
        if whole < LEAST:
            raise TooShort(self.names[0], whole, LEAST, "whole days")
        table, blocks, found = self._table(), self._blocks(), []
        for (drawn,), _ in StationaryBootstrap(blocks, table, seed=seed).bootstrap(samples):
            found.append(self._difference(np.asarray(drawn)))
            progress()
        low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
        estimate = self._difference(table)
        return Interval(self.statistic, float(low), estimate, float(high), level, blocks, samples)

    def _table(self) -> Floats:
        """Of both; a part of a day at the end counts where a figure is a sum over all the time."""
        both = np.column_stack([self.one.table(), self.other.table()])
        is_rate = self.statistic in (Statistic.VOLATILITY, Statistic.SHARPE)
        return both[: self.one.days.whole] if is_rate else both

    def _difference(self, table: Floats) -> float:
        half = table.shape[1] // 2
        one = self.one.figure(self.statistic, table[:, :half])
        other = self.other.figure(self.statistic, table[:, half:])
        if one is None or other is None:
            raise Undefined(self.statistic.value, *self.names)
        return one - other

    def _blocks(self) -> int:
        """The longest of what each course's days, their squares and their difference ask for."""
        whole, place = self.one.days.whole, 4 if self.statistic is Statistic.COST else 0
        a, b = self.one.table()[:whole, place], self.other.table()[:whole, place]
        series = np.column_stack([a, b, a - b, (a - a.mean()) ** 2, (b - b.mean()) ** 2])
        moving = series[:, np.ptp(series, axis=0) > 0]
        if not moving.size:
            return 1
        with np.errstate(all="ignore"):
            lengths = optimal_block_length(moving)["stationary"].to_numpy()
        return int(np.ceil(np.nanmax(lengths, initial=1.0)))
