"""The twin of contracts/observer/estimator/UniswapV3DepthEstimator.sol: what a pool is seen as."""

from counterpoise.math import virtual_reserves

MOST = 2**160 - 1


def seen(older: int, newer: int, spacing: int) -> int:
    """The harmonic mean of a pool's liquidity over a spacing {s}, by its accumulator X128."""
    return spacing * MOST // (((newer - older) & MOST) << 32)


def depth(liquidity: int, sqrt_price: int, zero_for_one: bool, impact: int) -> int:
    """The sale {unit} that moves the price by `impact` D18{1}, if the liquidity went on."""
    first, second = virtual_reserves.reserves_of(liquidity, sqrt_price)
    return virtual_reserves.depth(first if zero_for_one else second, impact)
