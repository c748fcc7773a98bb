"""The twin of contracts/observer/estimator/UniswapV2DepthEstimator.sol: what a pair is seen as."""

from counterpoise.math import constant_product
from counterpoise.math.fixed_point import sqrt
from counterpoise.types import Curve

KEPT = 997 * 10**15  # D18{1}: Uniswap V2's fee is 0.30 %.


def seen(reserves: tuple[int, int], touched_at: int, now: int) -> int | None:
    """A pair's liquidity {unit}; None where somebody has touched it in this block."""
    return None if touched_at == now else sqrt(reserves[0] * reserves[1])


def depth(reserves: tuple[int, int], zero_for_one: bool, impact: int) -> int:
    """The largest sale {unit} whose average price falls short by `impact` D18{1}."""
    sell, buy = reserves if zero_for_one else reserves[::-1]
    return constant_product.depth(Curve(sell, buy, KEPT), impact)
