"""Markets of one pair, drawn with a seed, and the best split over them in real numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from mpmath import mp, mpf, sqrt

from counterpoise.math.fixed_point import ONE
from counterpoise.types import UNLIMITED, Curve

FEES = (0, 100, 500, 3_000, 10_000)  # {1e-6}


@dataclass(frozen=True, slots=True)
class Order:
    """So much to be sold over some markets."""

    curves: tuple[Curve, ...]
    amount: int  # {unit}


def order(random: Random, n: int, limited: bool = False, fine: bool = True) -> Order:
    """Markets within a few percent of one price, of which each may be far deeper than another.

    Fine: tokens of 18 decimals; else of any from 0.
    """
    sell, buy = (10 ** (18 if fine else random.randint(0, 18)) for _ in range(2))
    price = 10 ** random.uniform(-3, 3)
    curves = tuple(_curve(random, sell, buy, price, limited) for _ in range(n))
    depth = sum(it.sell_reserve for it in curves)
    return Order(curves, round(depth * 10 ** random.uniform(-6, 0)))


def _curve(random: Random, sell: int, buy: int, price: float, limited: bool) -> Curve:
    whole = 10 ** random.uniform(1, 7)
    reserves = round(whole * sell) + 1, round(whole * price * random.uniform(0.97, 1.03) * buy) + 1
    ends = limited and random.random() < 0.6
    limit = round(reserves[0] * 10 ** random.uniform(-6, 0)) if ends else UNLIMITED
    return Curve(*reserves, ONE - random.choice(FEES) * 10**12, limit)


def best(it: Order) -> list[mpf]:
    """Parts at which all pay alike, to fifty digits; all limits where they do not hold the amount.

    The level of the water rises in straight lines from one corner to the next.
    """
    mp.dps = 50
    depths = [mpf(c.sell_reserve) * ONE / c.kept for c in it.curves]
    roots = [sqrt(x * c.buy_reserve) for x, c in zip(depths, it.curves, strict=True)]
    rows = list(zip(it.curves, depths, roots, strict=True))

    def parts(level: mpf) -> list[mpf]:
        return [min(max(q * level - x, mpf(0)), mpf(c.limit)) for c, x, q in rows]

    under = mpf(0)
    for over in sorted([x / q for _, x, q in rows] + [(x + c.limit) / q for c, x, q in rows]):
        if sum(parts(over)) > it.amount:
            low, high = sum(parts(under)), sum(parts(over))
            return parts(under + (over - under) * (it.amount - low) / (high - low))
        under = over
    return parts(under)


def brings(curves: Sequence[Curve], parts: Sequence[mpf | int]) -> mpf:
    """{unit} in all, no part rounded; what passes a limit counts for nothing."""
    cut = [min(part, c.limit) for part, c in zip(parts, curves, strict=True)]
    return sum(
        mpf(c.buy_reserve) * d * c.kept / (mpf(c.sell_reserve) * ONE + mpf(d) * c.kept)
        for c, d in zip(curves, cut, strict=True)
    )


def dearest(curves: Sequence[Curve]) -> mpf:
    """{unit} of what is bought, that a unit of what is sold is worth at most."""
    return max(mpf(c.buy_reserve) * c.kept / (mpf(c.sell_reserve) * ONE) for c in curves)
