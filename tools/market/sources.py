"""What the four sources of a look say while the market goes its way.

A feed publishes once its price has moved by its deviation, or when its heartbeat is over; what it
publishes is the market of `delay` seconds ago. A pool trades wherever arbitrage pays: its price is
kept within the fee of the market of `lag` seconds ago, and stays where it is between these bounds.
Its average is the arithmetic mean of its prices over the window, as a Uniswap V2 pair sums them; a
push that is taken back in its own block is not in it. Liquidity stays, unless something is planted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from counterpoise.math.fixed_point import ONE
from counterpoise.observer.estimator.feed import Round
from tools.market.track import GRAIN, Track

WINDOW = 1_800  # {s}, of the average
LIQUIDITY = 10**24  # {unit}, of the pool; only its change counts.
PHASE = 1 << 64


@dataclass(frozen=True, slots=True)
class Feed:
    """When a feed speaks."""

    deviation: int  # D18{1}
    heartbeat: int  # {s}
    delay: int  # {s}, from a price to its publication
    grace: int = 1_200  # {s} after its heartbeat, until which an answer is believed

    @property
    def max_age(self) -> int:
        """{s}"""
        return self.heartbeat + self.grace


@dataclass(frozen=True, slots=True)
class Pool:
    """How closely a pool follows the market."""

    fee: int = 3 * ONE // 1_000  # D18{1}, Uniswap V2's, and the middle tier of V3
    lag: int = 60  # {s}, five blocks until who arbitrages has had a turn


PRIMARY = Feed(ONE // 200, 3_600, delay=60)  # Chainlink's for ETH / USD and BTC / USD on mainnet
SECOND = Feed(ONE // 200, 43_200, delay=120)  # Another network's: later, and on its own rounds
POOL = Pool()


@dataclass(frozen=True, slots=True)
class Sources:
    """What each source says at each step."""

    track: Track
    first: list[Round]
    second: list[Round]
    spot: list[int]  # D18{USD/tok}, as a block leaves it
    shown: list[int]  # D18{USD/tok}, as a look within the block finds it
    liquidity: list[int]  # {unit}

    def averages(self) -> list[int]:
        """The mean of the pool's prices over the window before each step, D18{USD/tok}."""
        return averages(self.spot, WINDOW // self.track.step)


def sources(track: Track) -> Sources:
    """What they say of this market."""
    spot = pool(track, POOL)
    depth = [LIQUIDITY] * len(spot)
    return Sources(track, feed(track, PRIMARY), feed(track, SECOND), spot, spot, depth)


def feed(track: Track, it: Feed) -> list[Round]:
    """The last round that is published, at each step."""
    said: list[Round] = []
    answer = time = 0
    for k, price in enumerate(delayed(track.prices, it.delay // track.step)):
        now, seen = track.time(k), price // GRAIN
        if now - time >= it.heartbeat or abs(seen - answer) * ONE >= it.deviation * answer:
            answer, time = seen, now
            said.append(Round(PHASE + k + 1, answer, time))
        else:
            said.append(said[-1])
    return said


def pool(track: Track, it: Pool) -> list[int]:
    """The pool's price at each step, D18{USD/tok}."""
    price, kept = track.prices[0], []
    for seen in delayed(track.prices, it.lag // track.step):
        low, high = seen * (ONE - it.fee) // ONE, seen * ONE // (ONE - it.fee)
        price = min(max(price, low), high)
        kept.append(price)
    return kept


def averages(prices: Sequence[int], length: int) -> list[int]:
    """The mean of the prices of as many steps before each one; the first has only itself."""
    sums = list(accumulate(prices, initial=0))
    spans = ((max(k - length, 0), max(k, 1)) for k in range(len(prices)))
    return [(sums[end] - sums[start]) // (end - start) for start, end in spans]


def delayed(prices: Sequence[int], steps: int) -> Sequence[int]:
    """Each price as many steps later; the first stands until then."""
    return [prices[0]] * steps + list(prices[: len(prices) - steps])
