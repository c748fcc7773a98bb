"""The twin of contracts/math/PoolWalk.sol: a sale in a Uniswap V3 pool, step by step."""

from dataclasses import dataclass, field

from counterpoise.math.range_trade import MILLION, Q96, to_end, trade
from counterpoise.math.tick_word import WORD, next_in, slot_of
from counterpoise.math.ticks import MOST, sqrt_price_at, tick_at

LOWEST = sqrt_price_at(-MOST) + 1  # X96: no price falls further.
HIGHEST = sqrt_price_at(MOST) - 1  # X96: none rises further.


@dataclass(frozen=True, slots=True)
class Edge:
    """A tick at which positions begin or end."""

    gross: int  # L of all of them
    net: int  # L that begins above it, less what ends


@dataclass(slots=True)
class Pool:
    """A pool in memory, as far as a trade sees it and moves it."""

    address: str
    fee: int  # {1e-6}
    spacing: int  # {tick}
    price: int  # X96, the root of it
    tick: int
    liquidity: int = 0  # L, in range
    edges: dict[int, Edge] = field(default_factory=dict)  # by their ticks

    def lay(self, lower: int, upper: int, amount: int) -> None:
        """Adds L between two ticks, or takes it out where the amount is negative."""
        for tick, net in ((lower, amount), (upper, -amount)):
            edge = self.edges.pop(tick, Edge(0, 0))
            if edge.gross + amount > 0:
                self.edges[tick] = Edge(edge.gross + amount, edge.net + net)
        if lower <= self.tick < upper:
            self.liquidity += amount

    def word(self, place: int) -> int:
        """A bit for each of 256 slots that has an edge."""
        slots = (tick // self.spacing for tick in self.edges)
        return sum(1 << slot % WORD for slot in slots if slot // WORD == place)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A way from where liquidity begins."""

    least: int  # L on it; 0 where none has begun
    limit: int  # {unit} that it takes, fee included


@dataclass(slots=True)
class Walk:
    """A pool on its way through a sale; the pool itself stays as it is."""

    pool: Pool
    is_down: bool  # sells the first token
    left: int  # {unit} to be sold
    bought: int = 0  # {unit}
    price: int = field(init=False)
    tick: int = field(init=False)
    liquidity: int = field(init=False)
    is_at_edge: bool = False  # liquidity changes where the last step ended, and has not been read

    def __post_init__(self) -> None:
        self.price, self.tick = self.pool.price, self.pool.tick
        self.liquidity = self.pool.liquidity

    @property
    def is_over(self) -> bool:
        """Whether the price can go no further."""
        return self.price == (LOWEST if self.is_down else HIGHEST)

    def sell(self, steps: int) -> None:
        """Sells until all is sold, until the price can go no further, or for so many steps."""
        while steps > 0 and self.left > 0 and not self.is_over:
            self.enter()
            self._step()
            steps -= 1

    def survey(self, reach: int, steps: int) -> tuple[int, int, int]:
        """Goes on until the price has moved as far as `reach`, in ticks, and for so many steps.

        X96 where liquidity begins; the least L, 0 where there is none at all; the {unit} that it
        takes to go so far, fee included. Of ways with less and less it is the one that bears most.
        """
        begin, first, way, best = 0, 0, Stretch(0, 0), Stretch(0, 0)
        while steps > 0 and not self.is_over:
            if way.least == 0:
                begin, first = self.price, self.tick
            elif abs(self.tick - first) >= reach:
                break
            self.enter()
            if self.liquidity < way.least:
                if way.limit > self._within(self.liquidity, begin, reach):
                    best = self._better(best, way, begin, reach)
                if self.liquidity == 0:
                    break
            way, steps = self._longer(way), steps - 1
        told = self._better(best, way, begin, reach) if best.limit else way
        return begin, told.least, told.limit

    def _longer(self, way: Stretch) -> Stretch:
        """By a step. One that began at the end of a range is none."""
        price, liquidity = self.price, self.liquidity
        self._arrive(*self._next())
        if self.price == price:
            return way
        limit = way.limit + to_end(price, self.price, liquidity, self.pool.fee)
        return Stretch(min(way.least or liquidity, liquidity), limit)

    def _better(self, best: Stretch, way: Stretch, begin: int, reach: int) -> Stretch:
        """The one that bears more within reach; where they bear the same the longer."""
        bears = [min(it.limit, self._within(it.least, begin, reach)) for it in (best, way)]
        return best if bears[0] > bears[1] else way

    def _within(self, liquidity: int, begin: int, reach: int) -> int:
        """{unit} that moves the price by `reach`, fee included.

        A tick is half of 1e-4 of the root of a price, and so of a reserve.
        """
        reserve = liquidity * Q96 // begin if self.is_down else liquidity * begin // Q96
        return reserve * reach * 50 // (MILLION - self.pool.fee)

    def enter(self) -> None:
        """Into the next range, with the liquidity that begins there and without what ends."""
        if self.is_at_edge:
            net = self.pool.edges[self.tick + self.is_down].net
            self.liquidity += -net if self.is_down else net
        self.is_at_edge = False

    def _step(self) -> None:
        """To where the range or the word ends, or all is sold; moves the tick as the pool does."""
        tick, end, is_there = self._next()
        start = self.price
        self.price, sold, got = trade(start, end, self.liquidity, self.left, self.pool.fee)
        self.left, self.bought = self.left - sold, self.bought + got
        if self.price == end and not self.is_over:
            self._arrive(tick, end, is_there)
        elif self.price != start:
            self.tick = tick_at(self.price)

    def _next(self) -> tuple[int, int, bool]:
        """Where the step may end, its price X96, and whether liquidity changes there."""
        slot = slot_of(self.tick, self.pool.spacing, self.is_down)
        slot, is_there = next_in(self.pool.word(slot // WORD), slot, self.is_down)
        tick = slot * self.pool.spacing
        if tick <= -MOST:
            return tick, LOWEST, False
        return (tick, HIGHEST, False) if tick >= MOST else (tick, sqrt_price_at(tick), is_there)

    def _arrive(self, tick: int, end: int, is_there: bool) -> None:
        self.price, self.tick, self.is_at_edge = end, tick - self.is_down, is_there
