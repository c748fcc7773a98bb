"""Where a change of value came from, in integers that sum to it exactly."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterpoise.backtest.analytics.errors import NothingToMeasure, TooShort
from counterpoise.backtest.analytics.gas import POSTED, RECORDED, Gas, noted, quotes, sent
from counterpoise.backtest.analytics.parts import Parts, together
from counterpoise.backtest.analytics.pieces import Piece
from counterpoise.backtest.analytics.value import require_together, worth
from counterpoise.backtest.course import Course, Kind
from counterpoise.math.valuation import value_of


@dataclass(frozen=True, slots=True)
class Attribution:
    """A whole course: the parts sum to `end` less `start`, to the wei."""

    start: int  # D18{USD} at the first prices, before anything is done
    end: int  # D18{USD} at the last prices, after everything
    parts: Parts
    pieces: tuple[Piece, ...]  # each transaction, in order
    gas: int  # of each transaction, and of what was written down
    gas_cost: int | None  # D18{USD} that the senders paid, no part of the value
    posting: Gas  # as much of it as was for solutions and proposals
    recording: Gas  # and for records of the estimators
    gain: int | None  # D18{USD} of the first holders against `hold`, in the end
    loss: int | None  # D18{USD} of the first holders against `costless`, in the end

    def gained_by(self, kind: Kind) -> int:
        """What all transactions of a kind made of the gain, D18{USD}; all kinds: all of it."""
        return sum(it.gain for it in self.pieces if it.kind is kind)


def attribute(
    course: Course,
    hold: Course | None = None,
    costless: Course | None = None,
    ether: Sequence[int] | None = None,
) -> Attribution:
    """Where the course's change of value came from.

    `hold`: the same start, untouched. `costless`: the same start, rebalanced for nothing.
    `ether`: D18{USD/ETH} at each step, for the gas; left out, it is that of the asset ETH or WETH.
    Raises `TooShort` without a step, `CoursesApart`, and `NothingToMeasure` where a course to be
    compared has no shares.
    """
    if not course.steps:
        raise TooShort(course.name, 0, 1, "prices")
    pieces = tuple(pieces_of(course, ether))
    spent = sent(course, ether)
    return Attribution(
        start=worth(course.start.balances, course.steps[0].market, course.units),
        end=_end(course),
        parts=together([Parts(market=moved(course)), *(it.parts for it in pieces)]),
        pieces=pieces,
        gas=spent.used,
        gas_cost=spent.cost,
        posting=noted(course, POSTED, ether),
        recording=noted(course, RECORDED, ether),
        gain=ahead(course, hold) if hold else None,
        loss=-ahead(course, costless) if costless else None,
    )


def pieces_of(course: Course, ether: Sequence[int] | None = None) -> Iterator[Piece]:
    """Each transaction of a course, in order; `ether` as `attribute` takes it."""
    rows = zip(course.held(), course.steps, quotes(course, ether), strict=True)
    for held, step, quote in rows:
        for change in step.changes:
            yield Piece(course, step, quote, held, change)
            held = change.after


def moved(course: Course) -> int:
    """What prices did to whatever was held from one step to the next, D18{USD}."""
    total, held = 0, [*course.held()]
    for following, (was, now) in zip(held[1:], itertools.pairwise(course.steps), strict=True):
        if was.market != now.market:
            total += worth(following.balances, now.market, course.units)
            total -= worth(following.balances, was.market, course.units)
    return total


def ahead(course: Course, other: Course) -> int:
    """What the first shares are worth more in the end than another course's, D18{USD}.

    Raises `CoursesApart`, `NothingToMeasure`.
    """
    require_together(course, other)
    return _of_first(course) - _of_first(other)


def _of_first(course: Course) -> int:
    """What the first shares are worth in the end, D18{USD}."""
    if not course.end.supply:
        raise NothingToMeasure(course.name, course.steps[-1].time, _end(course), 0)
    return value_of(course.start.supply, _end(course), course.end.supply)


def _end(course: Course) -> int:
    return worth(course.end.balances, course.steps[-1].market, course.units)
