"""Hypothesis strategies: courses of 2 to 20 assets with entries, exits and rebalances."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from counterpoise.backtest.analytics.value import worth
from counterpoise.backtest.course import Change, Course, Kind, Step, Swap
from counterpoise.math.weights import in_proportion
from counterpoise.types import Holdings
from tests.counterpoise.backtest.analytics.played import after
from tests.counterpoise.drawn import ADDRESSES

HOUR = 3_600  # {s}


@st.composite
def courses(draw: st.DrawFn, least: int = 2, most: int = 12, busy: bool = True) -> Course:
    """Steps an hour to a day apart; busy: with transactions of every kind."""
    maker = Maker(draw(st.integers(2, 20)), Random(draw(st.integers(0, 2**32))))
    return maker.course(draw(st.integers(least, most)), busy)


class Maker:
    """Draws a course by construction: nothing is sold that is not there, and shares remain."""

    def __init__(self, count: int, random: Random) -> None:
        self.count, self.random = count, random
        self.units = tuple(10 ** random.choice((0, 2, 6, 8, 18, 24)) for _ in range(count))
        self.market = tuple(random.randint(1, 9_999) * 10**15 for _ in range(count))

    def course(self, steps: int, busy: bool) -> Course:
        """Of so many steps."""
        held = start = self._start()
        course = Course("drawn", ("WETH", *map(str, range(1, self.count))), self.units, start)
        time = 1_600_000_000
        for _ in range(steps):
            changes = tuple(self._changes(held, time)) if busy else ()
            held = changes[-1].after if changes else held
            course.steps.append(Step(time, self.market, self.market, self._target(), changes))
            time += HOUR * self.random.randint(1, 24)
            self.market = tuple(p * self.random.randint(900, 1_110) // 1_000 for p in self.market)
        return course

    def _start(self) -> Holdings:
        balances = [self._amount(i) * self.random.randint(0, 4) for i in range(self.count)]
        if not worth(balances, self.market, self.units):
            balances[0] = self._amount(0)
        return Holdings(ADDRESSES[: self.count], tuple(balances), self.random.randint(1, 10**24))

    def _amount(self, i: int) -> int:
        """{unit} of some thousands of dollars."""
        return self.random.randint(10**21, 10**23) * self.units[i] // self.market[i] + 1

    def _target(self) -> tuple[int, ...]:
        return in_proportion([1, *(self.random.randint(0, 9) for _ in range(1, self.count))])

    def _changes(self, held: Holdings, time: int):
        for _ in range(self.random.choice((0, 0, 1, 1, 2, 3))):
            kind = self.random.choice([*Kind])
            made = {Kind.REBALANCE: self._rebalance, Kind.ENTRY: self._entry, Kind.EXIT: self._exit}
            held, swaps = made[kind](held)
            gas, price = self.random.randint(0, 10**6), self.random.randint(1, 10**11)
            yield Change(kind, time + 12, held, swaps, gas, price)

    def _rebalance(self, held: Holdings) -> tuple[Holdings, tuple[Swap, ...]]:
        swaps: list[Swap] = []
        for _ in range(self.random.randint(0, 3)):
            swaps.append(self._swap(after(held, swaps)))
        return self._gifted(after(held, swaps)), tuple(swaps)

    def _gifted(self, held: Holdings) -> Holdings:
        """Now and then something came, or went, that no swap tells of."""
        if self.random.random() < 0.7:
            return held
        balances, place = [*held.balances], self.random.randrange(self.count)
        balances[place] = balances[place] * self.random.randint(1, 3) // 2 + 1
        return replace(held, balances=tuple(balances))

    def _swap(self, held: Holdings) -> Swap:
        """A venue's price is within 2 % of the market's, and what is got not above fair."""
        sold, bought = self.random.sample(range(self.count), 2)
        paid = self.random.randint(0, held.balances[sold])
        fee = paid // self.random.choice((10**9, 2_000, 333, 100))
        value = (paid - fee) * self.market[sold] * self.units[bought]
        fair = value // (self.market[bought] * self.units[sold])
        fair = fair * self.random.randint(980, 1_020) // 1_000
        return Swap(sold, bought, paid, fair - fair // self.random.randint(20, 10**6), fee, fair)

    def _entry(self, held: Holdings) -> tuple[Holdings, tuple[Swap, ...]]:
        """In kind, or with one asset at about the share price."""
        part = self.random.randint(1, 10**9)  # {1/1e9} of what is there
        if self.random.random() < 0.5:
            grown = tuple(it - -it * part // 10**9 for it in held.balances)
        else:
            grown = (held.balances[0] + self._amount(0), *held.balances[1:])
        return replace(held, balances=grown, supply=held.supply - -held.supply * part // 10**9), ()

    def _exit(self, held: Holdings) -> tuple[Holdings, tuple[Swap, ...]]:
        """In kind; a part stays, and so does a share."""
        part = self.random.randint(1, 2 * 10**8)  # {1/1e9}: after forty steps much is left
        left = tuple(it - it * part // 10**9 for it in held.balances)
        return replace(held, balances=left, supply=held.supply - held.supply * part // 10**9), ()
