"""The candles of one symbol, page after page, each right behind the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from counterpoise.data.cells import Unreadable, price, time_text
from counterpoise.data.exchange import Candle, Exchange, FetchProblem, NothingThere, Passing
from counterpoise.data.kept import Kept
from counterpoise.data.order import Order
from counterpoise.data.patience import Pause, answer

KEPT = "what was fetched is kept, the same command goes on"


class Unanswered(Passing):
    """An exchange that has not answered for a minute."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What an exchange has of a symbol in the time of an order."""

    exchange: Exchange
    order: Order
    symbol: str
    step: int  # {s}
    pause: Pause

    def fetch(self, kept: Kept, tell: Callable[[int], None]) -> None:
        """All that is not kept yet. Raises `FetchProblem` at a gap, or `Unanswered`."""
        while kept.next < self.order.end:
            ask = partial(self.exchange.page, self.symbol, self.order.step, kept.next)
            try:
                page = answer(ask, self.pause)
            except NothingThere:
                raise self._gap(kept.next, "it has none after that") from None
            except Passing as error:
                raise Unanswered(f"{self.exchange.name}: {error}; {KEPT}") from None
            kept.add(self._following(kept, page))
            tell(len(kept.closes))

    def _following(self, kept: Kept, page: list[Candle]) -> list[Candle]:
        """Those that go on from what is kept; what was there before must be the same."""
        fresh: list[Candle] = []
        last, expected = kept.last, kept.next
        for candle in sorted(page, key=lambda it: it.time):
            close = self._price(candle)
            if last and candle.time == last.time and close != price(last.close):
                both = f"{last.close} and {candle.close}"
                raise self._problem(candle.time, f"two closes: {both}")
            if expected >= self.order.end:
                break
            if candle.time > expected:
                raise self._gap(expected, f"the next is of {time_text(candle.time)}")
            if candle.time == expected:
                fresh.append(candle)
                last, expected = candle, expected + self.step
        return fresh

    def _price(self, candle: Candle) -> int:
        try:
            return price(candle.close)
        except Unreadable as wrong:
            raise self._problem(candle.time, f"{wrong}: {candle.close!r}") from None

    def _gap(self, time: int, more: str) -> FetchProblem:
        """Some exchanges keep only their latest candles, some have none where nobody traded."""
        return self._problem(time, f"gap: no candle, {more}")

    def _problem(self, time: int, problem: str) -> FetchProblem:
        return FetchProblem(f"{self.exchange.name}: {self.symbol}: {time_text(time)}: {problem}")
