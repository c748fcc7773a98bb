"""Courses by a small player of its own: no chain, a pool that takes a fee and moves a little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from counterpoise.backtest.course import Change, Course, Kind, Step, Swap
from counterpoise.backtest.prices import ONE, Prices
from counterpoise.types import Holdings

FEE, IMPACT = 30, 5  # bps of what is paid, of what is bought
WORTH = 1_000_000 * ONE  # D18{USD} at the start
GAS, GAS_PRICE = 400_000, 20 * 10**9
DAY = 86_400  # {s}

Due = Callable[[int, int, int], bool]  # drift D18{1}, this time and that of the last one, {s}


def never(drift: int, now: int, last: int) -> bool:
    return False


def beyond(band: int) -> Due:
    """When an asset is further than that from its target, D18{1}."""
    return lambda drift, now, last: drift > band


def every(seconds: int) -> Due:
    return lambda drift, now, last: now - last >= seconds


@dataclass(frozen=True, slots=True)
class Market:
    """A list of prices with a dollar before them, and the weights that are wanted."""

    prices: Prices
    target: tuple[int, ...]  # D18{1}, the dollar's first
    fee: int = FEE

    @property
    def symbols(self) -> tuple[str, ...]:
        return ("USDC", *self.prices.assets)

    @property
    def units(self) -> tuple[int, ...]:
        return (10**6, *(10**18 for _ in self.prices.assets))

    def closes(self, i: int) -> tuple[int, ...]:
        return (ONE, *self.prices.closes[i])


def play(name: str, market: Market, due: Due) -> Course:
    """A vault of those weights, rebalanced all the way whenever it is due."""
    prices, units = market.closes(0), market.units
    wanted = zip(market.target, prices, units, strict=True)
    balances = tuple(WORTH * t // ONE * unit // price for t, price, unit in wanted)
    course = Course(name, market.symbols, units, Holdings(market.symbols, balances, 10_000 * ONE))
    held, last = course.start, market.prices.times[0]
    for i, time in enumerate(market.prices.times):
        step, held, did = played(market, i, time, held, due, last)
        last = time if did else last
        course.steps.append(step)
    return course


def played(market: Market, i: int, time: int, held: Holdings, due: Due, last: int):
    """One step: what it says, what is held after it, and whether it was a rebalance."""
    prices = market.closes(i)
    step = Step(time, prices, prices, market.target, (), "WithinBand")
    if not due(drift(held, prices, market), time, last):
        return step, held, False
    after, swaps = rebalanced(held, prices, market)
    change = Change(Kind.REBALANCE, time, after, swaps, GAS, GAS_PRICE)
    return replace(step, changes=(change,), wait=None), after, True


def values(held: Holdings, prices: Sequence[int], market: Market) -> list[int]:
    rows = zip(held.balances, prices, market.units, strict=True)
    return [balance * price // unit for balance, price, unit in rows]


def drift(held: Holdings, prices: Sequence[int], market: Market) -> int:
    worth = values(held, prices, market)
    pairs = zip(worth, market.target, strict=True)
    return max(abs(value * ONE // sum(worth) - goal) for value, goal in pairs)


def rebalanced(held: Holdings, prices: Sequence[int], market: Market):
    """Every asset against the dollar, all the way to its target at these prices."""
    worth, balances, swaps = values(held, prices, market), list(held.balances), []
    for i in range(1, len(worth)):
        excess = worth[i] - sum(worth) * market.target[i] // ONE
        sold, bought = (i, 0) if excess > 0 else (0, i)
        swap = _swap(sold, bought, abs(excess), prices, market)
        balances[sold] -= swap.paid
        balances[bought] += swap.got
        swaps.append(swap)
    return replace(held, balances=tuple(balances)), tuple(swaps)


def _swap(sold: int, bought: int, value: int, prices: Sequence[int], market: Market) -> Swap:
    paid = value * market.units[sold] // prices[sold]
    fee = paid * market.fee // 10_000
    fair = (
        (paid - fee) * prices[sold] // market.units[sold] * market.units[bought] // prices[bought]
    )
    return Swap(sold, bought, paid, fair - fair * IMPACT // 10_000, fee, fair)
