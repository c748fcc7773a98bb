"""Each price as whoever does nothing about it has it: all baselines begin with the same step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from counterpoise.backtest.course import Step
from counterpoise.backtest.crowd.replay import Moment
from counterpoise.backtest.twin.opening import Opening

NOT_DUE = "NotDue"


class Still(NamedTuple):
    """One price, and nothing done."""

    seen: tuple[int, ...]  # D18{USD/tok} by the arbitrageur, in the order of the prices
    step: Step


def stills(
    opening: Opening, weights: tuple[int, ...], moments: Iterable[Moment]
) -> Iterator[Still]:
    """One for each moment, in the vault's order, at weights D18{1}."""
    pick = opening.pick
    for it in moments:
        step = Step(it.time, pick(it.market), pick(it.said), weights, (), NOT_DUE)
        yield Still(it.seen, step)


def taken(all_: list[Still]) -> Iterator[Still]:
    """Each in its turn, and it is let go: for the last one who wants them."""
    all_.reverse()
    while all_:
        yield all_.pop()
