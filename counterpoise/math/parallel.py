"""The twin of contracts/math/Parallel.sol: several markets of one pair as one constant product."""

from collections.abc import Sequence

from counterpoise.math.constant_product import bought
from counterpoise.math.fixed_point import ONE, zero_floor_sub
from counterpoise.math.water_filling import MOST, Pool, pool_of, subsets
from counterpoise.types import UNLIMITED, Curve

REACH = 100  # A hundredth of a depth is what a trade of one percent of impact takes.


def join(curves: Sequence[Curve]) -> Curve:
    """The choice of markets that promises most where one alone has moved by a percent.

    Never more than the best split brings, but for a unit a market of either token.
    """
    pools = [pool_of(it) for it in curves]
    reach = max(min(it.depth // REACH, it.curve.limit) for it in pools)
    joined = [_sum([pools[j] for j in members]) for members in subsets(len(pools))]
    return max(joined, key=lambda it: bought(it, min(reach, it.limit)))


def _sum(pools: Sequence[Pool]) -> Curve:
    """Of some markets that always trade together: X is the sum of the depths, Xy of the roots²."""
    if len(pools) == 1:
        return pools[0].curve
    depth, root = sum(it.depth + 1 for it in pools), sum(it.root for it in pools)
    return Curve(depth, root * root // depth, ONE, _limit(pools))


def _limit(pools: Sequence[Pool]) -> int:
    """{unit} in all when the first of them comes to its own limit."""
    first = None
    for it in pools:
        end = it.depth + it.curve.limit
        if it.curve.limit <= MOST and (first is None or end * first[1] < first[0] * it.root):
            first = end, it.root
    if first is None:
        return UNLIMITED
    return sum(zero_floor_sub(first[0] * it.root // first[1], it.depth) for it in pools)
