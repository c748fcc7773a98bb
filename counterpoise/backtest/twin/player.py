"""The twin, played through prices: a step for each of them, as the bytecode's player makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from counterpoise.backtest.course import Change, Course, Kind, Note, Step
from counterpoise.backtest.crowd.replay import Moment
from counterpoise.backtest.keeper import BLOCK
from counterpoise.backtest.twin.pools import Pools
from counterpoise.backtest.twin.posters import Poster
from counterpoise.backtest.twin.reminder import Reminder
from counterpoise.backtest.twin.till import Till
from counterpoise.backtest.twin.vault import Vault
from counterpoise.backtest.twin.visitors import Visitors
from counterpoise.types import State


@dataclass(slots=True)
class TwinRun:
    """A vault, the pools that it trades on, and a keeper who misses nothing."""

    name: str
    vault: Vault
    reminder: Reminder
    pick: Callable[[Sequence[int]], tuple[int, ...]]  # a row of a moment, in the vault's order
    pools: Pools
    till: Till
    latency: int  # {s} from a price to what the keeper does about it
    visitors: Visitors | None = None  # nobody comes or goes
    posters: tuple[Poster, ...] = ()  # who writes into the books that its strategies read

    def begin(self) -> Course:
        """The course before its first step."""
        return Course(self.name, self.vault.symbols, self.vault.units, self.vault.held)

    def play(self, moments: Iterable[Moment]) -> Course:
        """All of them."""
        course = self.begin()
        course.steps.extend(self.steps(moments))
        return course

    def steps(self, moments: Iterable[Moment]) -> Iterator[Step]:
        """Each price: what the pools come to, then what the keeper does."""
        for moment in moments:
            self.pools.follow(moment.seen)
            self.reminder.settle(moment.time)
            yield self._step(moment)

    def _step(self, moment: Moment) -> Step:
        pick, then = self.pick, moment.time + self.latency
        market, said, spoken = pick(moment.market), pick(moment.said), pick(moment.spoken)
        if self.reminder.remember(then, said, spoken):
            then += BLOCK
        posts = self._post(then, said, spoken)
        then += BLOCK if posts else 0
        classes = self.reminder.classes(then)
        look = self.vault.look(then, said, spoken)
        self.reminder.settle(then)
        done = (self._rebalanced(then),) if look.wait is None else ()
        came = self.visitors.play(then + BLOCK, said, spoken) if self.visitors else ()
        every = (*done, *came)
        return Step(moment.time, market, said, look.target, every, look.wait, posts, classes)

    def _post(self, time: int, prices: Sequence[int], spoken: Sequence[int]) -> tuple[Note, ...]:
        """What was written in a block of that time {s}, for no gas."""

        def seen() -> State | None:
            return self.vault.seen(time, prices, spoken)

        topics = (it for poster in self.posters for it in poster.post(time, seen))
        return tuple(Note(it, time, gas=0, gas_price=0) for it in topics)

    def _rebalanced(self, time: int) -> Change:
        return Change(Kind.REBALANCE, time, self.vault.held, self.till.empty())
