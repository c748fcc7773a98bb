"""What is planted into healthy hours: manipulations, faults, and liquidity that leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from counterpoise.math.fixed_point import ONE
from counterpoise.math.market import permits
from counterpoise.observer.estimator.feed import Round
from counterpoise.types import MarketClass
from tools.market.sources import PHASE, Sources
from tools.market.watch import CALM

HOUR = 3_600  # {s}
ALARMS = tuple(it for it in MarketClass if it not in CALM)
LEFT = (
    MarketClass.THIN,
    MarketClass.CRISIS,
    MarketClass.MANIPULATION,
    MarketClass.BROKEN_VENUE,
)  # Whose row of the table has d, and whose oracles agree.
HALTED = tuple(it for it in MarketClass if not permits(it)[1])  # Nothing is traded.
WRONG = 10**6  # by which a feed is, once
Plant = Callable[[Sources, int], Sources]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that begins at a step, and how long it is looked for."""

    name: str
    plant: Plant
    horizon: int = 6 * HOUR  # {s}
    shown: tuple[MarketClass, ...] = ALARMS  # what counts as found
    at_look: bool = False  # whether it begins in the block of a look


def nothing(it: Sources, start: int) -> Sources:
    """The control: alarms that come by themselves."""
    return it


def flash(it: Sources, start: int) -> Sources:
    """A push by a tenth, taken back in its own block."""
    shown = list(it.shown)
    shown[start] = shown[start] * 11 // 10
    return replace(it, shown=shown)


def held(percent: int) -> Plant:
    """A push that is kept up against arbitrage."""

    def plant(it: Sources, start: int) -> Sources:
        return pushed(it, [p * (100 + percent) // 100 for p in it.spot[start:]])

    return plant


def walk(it: Sources, start: int) -> Sources:
    """The pool alone goes up, by one percent an hour and a bit each step."""
    step = it.track.step * ONE // (100 * HOUR)
    return pushed(it, [p * (ONE + step * k) // ONE for k, p in enumerate(it.spot[start:])])


def pushed(it: Sources, prices: Sequence[int]) -> Sources:
    """Other prices of the pool from some step on, until the end."""
    spot = [*it.spot[: len(it.spot) - len(prices)], *prices]
    return replace(it, spot=spot, shown=spot)


def stuck(it: Sources, start: int) -> Sources:
    """The first feed publishes no more."""
    last = it.first[start]
    return replace(it, first=[*it.first[:start], *[last] * (len(it.first) - start)])


def wrong(it: Sources, start: int) -> Sources:
    """The first feed publishes at once, and is a million times too high from then on."""
    now = Round(PHASE + start + 1, it.first[start].answer, it.track.time(start))
    said = [now if each is it.first[start] else each for each in it.first[start:]]
    rounds = [Round(each.id, each.answer * WRONG, each.updated_at) for each in said]
    return replace(it, first=[*it.first[:start], *rounds])


def emptied(it: Sources, start: int) -> Sources:
    """Six tenths of the pool's liquidity leave; no price moves yet."""
    rest = [each * 4 // 10 for each in it.liquidity[start:]]
    return replace(it, liquidity=[*it.liquidity[:start], *rest])


FLASH, WALK = "flash push of 10 %", "slow walk of the pool, 1 % an hour"
EVENTS = (
    Event("nothing: the control", nothing),
    Event(f"{FLASH} in the block of a look", flash, at_look=True),
    Event(f"{FLASH} in any block", flash),
    Event("push of 5 % held", held(5)),
    Event("push of 10 % held", held(10)),
    Event("push of 20 % held", held(20)),
    Event(WALK, walk),
    Event(f"{WALK}, until nothing is traded", walk, shown=HALTED),
    Event("stuck feed", stuck),
    Event("feed × 1,000,000", wrong),
    Event("60 % of the liquidity leaves", emptied, 48 * HOUR, LEFT),
)
