"""The twin of contracts/math/WaterFilling.sol: how an order is best split over several markets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterpoise.math.bounds import require_at_most
from counterpoise.math.constant_product import bought
from counterpoise.math.fixed_point import ONE, sqrt
from counterpoise.types import Curve

MOST = 2**124  # {unit} of an amount or a reserve: products of two sums of four stay below 2^254.


@dataclass(frozen=True, slots=True)
class Pool:
    """A curve as the closed form sees it."""

    curve: Curve
    depth: int  # X, {unit}: the sell reserve over the part that is kept, rounded down
    root: int  # q, the root of X times the buy reserve, rounded down


def is_sound(curve: Curve) -> bool:
    """Whether the curve is one that the closed form can take."""
    reserves = curve.sell_reserve, curve.buy_reserve
    return all(0 < it <= MOST for it in reserves) and ONE // 2 <= curve.kept <= ONE


def pool_of(curve: Curve) -> Pool:
    """A sound curve's depth and root."""
    depth = curve.sell_reserve * ONE // curve.kept
    return Pool(curve, depth, sqrt(depth * curve.buy_reserve))


def fill(curves: Sequence[Curve], amount: int, cost: int = 0) -> tuple[int, ...]:
    """The parts {unit} of an amount that together bring most, less what each costs (math 5.3).

    `cost`: {unit} of what is bought, of each market that is used. What all limits together do not
    hold the largest part takes. Raises `LimitOutOfRange` for an amount beyond 2^124.
    """
    require_at_most("amount", amount, MOST)
    pools, best, most = [pool_of(it) for it in curves], None, 0
    for members in subsets(len(curves)):
        poured = _pour(pools, members, amount)
        if poured is None:
            continue
        brought = poured.brings(pools) - min(cost, MOST) * len(members)
        if best is None or brought > most:
            best, most = poured, brought
    return best.whole() if best else ()


def subsets(count: int) -> Iterator[list[int]]:
    """Every choice of some indices, in the order of their bits as a number."""
    for bits in range(1, 1 << count):
        yield [j for j in range(count) if bits >> j & 1]


def keeps(curves: Sequence[Curve], parts: Sequence[int]) -> bool:
    """Whether each part stays below its curve's limit, so that nothing beyond need be asked for."""
    return all(part < it.limit for it, part in zip(curves, parts, strict=True))


def count(parts: Sequence[int]) -> int:
    """How many parts are not empty."""
    return sum(part > 0 for part in parts)


@dataclass(frozen=True, slots=True)
class Poured:
    """An amount over some markets, before the few units that rounding leaves are given away."""

    parts: tuple[int, ...]  # {unit}
    takers: tuple[int, ...]  # those below their limits, or all where none is
    rest: int  # {unit} that rounding leaves, or the limits do not hold

    def brings(self, pools: Sequence[Pool]) -> int:
        """{unit} in all."""
        return sum(bought(it.curve, part) for it, part in zip(pools, self.parts, strict=True))

    def whole(self) -> tuple[int, ...]:
        """The parts, the rest with the first of the largest."""
        largest = max(self.takers, key=lambda j: self.parts[j])
        return tuple(part + self.rest * (j == largest) for j, part in enumerate(self.parts))


def _pour(pools: Sequence[Pool], members: Sequence[int], amount: int) -> Poured | None:
    """All of the amount over all of the members; None where one of them would have to buy."""
    parts, free, over = [0] * len(pools), list(members), list(members)
    while over and free:
        shares = _shares([pools[j] for j in free], amount)
        limits = [pools[j].curve.limit for j in free]
        over = [j for j, it, limit in zip(free, shares, limits, strict=True) if it > limit]
        if min(shares) < 0 and not over:
            return None
        for j, it, limit in zip(free, shares, limits, strict=True):
            parts[j] = min(max(it, 0), limit)
        amount -= sum(parts[j] for j in over)
        if amount < 0:
            return None
        free = [j for j in free if j not in over]
    return Poured(tuple(parts), tuple(free or members), amount - sum(parts[j] for j in free))


def _shares(pools: Sequence[Pool], amount: int) -> list[int]:
    """The parts {unit} at which all pay alike, less than a unit too low; below 0 where one buys."""
    level, width = amount + sum(it.depth for it in pools), sum(it.root for it in pools)
    return [level * it.root // width - it.depth for it in pools]
