"""Courses made by hand of real or drawn prices: thirds that are held, or put back by swaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counterpoise.backtest.course import Change, Course, Kind, Step, Swap
from counterpoise.backtest.prices import ONE, Prices
from counterpoise.types import Holdings

UNITS = (10**6, 10**8, 10**18)  # {unit/tok} of cash, BTC, ETH
THIRDS = (ONE - 2 * (ONE // 3), ONE // 3, ONE // 3)
MILLION = 10**6 * ONE  # D18{USD}
FEE = 3  # {1/1000} of what is sold
DEPTH = 20 * 10**6  # {USD} on each side of a pool
GAS, GAS_PRICE = 300_000, 30 * 10**9  # of a rebalance, {wei/gas}


def hold(prices: Prices) -> Course:
    """A million dollars in thirds, untouched."""
    return _course("hold", prices)


def threshold(
    prices: Prices, band: int = 5 * ONE // 100, fee: int = FEE, depth: int | None = DEPTH
) -> Course:
    """Put back to thirds, by way of cash, once an asset is farther off than the band D18{1}."""
    course = _course("threshold" if fee else "costless", prices)
    held = course.start
    for i, step in enumerate(course.steps):
        swaps = _swaps(held, step.market, band, fee, depth)
        if swaps:
            held = after(held, swaps)
            change = Change(Kind.REBALANCE, step.time + 12, held, swaps, GAS, GAS_PRICE)
            course.steps[i] = replace(step, changes=(change,))
    return course


def after(held: Holdings, swaps: Sequence[Swap]) -> Holdings:
    """What is held after these swaps."""
    balances = [*held.balances]
    for swap in swaps:
        balances[swap.sold] -= swap.paid
        balances[swap.bought] += swap.got
    return replace(held, balances=tuple(balances))


def _course(name: str, prices: Prices) -> Course:
    rows = [(ONE, *closes) for closes in prices.closes]
    steps = [Step(time, row, row, THIRDS) for time, row in zip(prices.times, rows, strict=True)]
    balances = tuple(
        MILLION * part // ONE * unit // price
        for part, unit, price in zip(THIRDS, UNITS, rows[0], strict=True)
    )
    start = Holdings(("cash", "btc", "eth"), balances, MILLION)
    return Course(name, ("USDC", *prices.assets), UNITS, start, steps)


def _swaps(
    held: Holdings, market: tuple[int, ...], band: int, fee: int, depth: int | None
) -> tuple[Swap, ...]:
    """Sales before purchases; none where all are within the band."""
    rows = zip(held.balances, market, UNITS, strict=True)
    values = [balance * price // unit for balance, price, unit in rows]
    total = sum(values)
    gaps = [v - total * part // ONE for v, part in zip(values, THIRDS, strict=True)]
    if max(map(abs, gaps)) * ONE <= band * total:
        return ()
    risky = sorted((1, 2), key=lambda i: -gaps[i])
    return tuple(_swap(i, gaps[i], market, fee, depth) for i in risky if gaps[i])


def _swap(i: int, gap: int, market: tuple[int, ...], fee: int, depth: int | None) -> Swap:
    """Sells what is too much of an asset for cash, or buys with cash what is missing."""
    sold, bought = (i, 0) if gap > 0 else (0, i)
    paid = abs(gap) * UNITS[sold] // market[sold]
    kept = paid * fee // 1_000
    fair = (paid - kept) * market[sold] * UNITS[bought] // (market[bought] * UNITS[sold])
    reserve = depth * ONE * UNITS[bought] // market[bought] if depth else None
    got = fair * reserve // (reserve + fair) if reserve else fair
    return Swap(sold, bought, paid, got, kept, fair)
