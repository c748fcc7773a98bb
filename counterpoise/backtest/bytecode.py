"""The deployed bytecode, played through prices on a chain of its own; its keeper misses nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from counterpoise.backtest.course import Change, Course, Note, Step
from counterpoise.backtest.flows import Flows
from counterpoise.backtest.gas import GasPrices
from counterpoise.backtest.keeper import BLOCK, Keeper
from counterpoise.backtest.market import Market
from counterpoise.backtest.posting.poster import Poster
from counterpoise.backtest.prices import ONE, Prices
from counterpoise.chain.node import Node
from counterpoise.errors import CounterpoiseError
from counterpoise.types import Holdings

SPARE = 4 * BLOCK  # {s} of a step that estimators, the rebalance and the depositors need at most


class NoRoom(CounterpoiseError):
    """A keeper who is not done with one price when the next one comes."""

    def __init__(self, latency: int, step: int, spare: int = SPARE) -> None:
        most = step - spare
        super().__init__(
            f"keeper.latency: at most {most} s with a price every {step} s, not {latency}"
        )
        self.latency, self.step = latency, step


@dataclass(slots=True)
class BytecodePlayer:
    """A vault, its market, its keeper and its depositors."""

    node: Node
    market: Market
    keeper: Keeper
    gas: GasPrices
    flows: Flows
    latency: int  # {s} from a price to what the keeper does about it
    posters: tuple[Poster, ...] = ()  # who writes into the books that its strategies read

    @property
    def spare(self) -> int:
        """{s} of a step that is not for the keeper's latency; who writes takes another block."""
        return SPARE + BLOCK if self.posters else SPARE

    def begin(self, name: str) -> Course:
        """The course before its first step."""
        tokens = self.keeper.stage.tokens
        units = tuple(10**it.decimals for it in tokens.values())
        return Course(name, tuple(tokens), units, self.keeper.holdings())

    def play(self, prices: Prices, course: Course, progress: Callable[[], None]) -> Course:
        """Play what the course has not had; `progress` hears of each price. Raises `NoRoom`."""
        if self.latency > prices.step - self.spare:
            raise NoRoom(self.latency, prices.step, self.spare)
        held = course.end
        for i in range(len(course.steps), len(prices)):
            step = self._step(prices.times[i], prices.closes[i], prices.step, held)
            held = step.changes[-1].after if step.changes else held
            course.steps.append(step)
            progress()
        return course

    def _step(self, time: int, closes: tuple[int, ...], step: int, held: Holdings) -> Step:
        self.node.must(time, *self.market.calls(time, closes, step))
        market, posted = self._prices(closes)
        look, price = time + self.latency, self.gas.at(time)
        record = self.keeper.remember(look, price)
        look += BLOCK if record else 0
        self.node.expect(look)
        posts = self._post(look, price)
        look += BLOCK if posts else 0
        self.node.expect(look)
        target, classes = self.keeper.target, self.keeper.classes
        done = self.keeper.keep(look, price)
        changes, wait = ((done,), None) if isinstance(done, Change) else ((), done)
        held = changes[-1].after if changes else held
        flows = self.flows.play(look + BLOCK, step, held, posted, price)
        notes = (record, *posts) if record else posts
        every = (*changes, *flows)
        return Step(time, market, posted, target, every, wait, notes, classes)

    def _post(self, time: int, price: int) -> tuple[Note, ...]:
        """What the books lack, written in one block of that time {s}; none is made for nothing."""
        writings = [it for poster in self.posters for it in poster.writings(time)]
        if not writings:
            return ()
        receipts = self.node.must(time, *(it.call for it in writings))
        pairs = zip(writings, receipts, strict=True)
        return tuple(Note(it.topic, time, done.gas_used, price) for it, done in pairs)

    def _prices(self, closes: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """What the market and the feeds say, D18{USD/tok}, in the vault's order."""
        stage, posted = self.keeper.stage, self.market.posted
        of = {it.token: close for it, close in zip(stage.listings, closes, strict=True)}
        listed = stage.tokens.values()
        return tuple(of.get(it.token, ONE) for it in listed), tuple(
            posted(it.feed) for it in listed
        )
