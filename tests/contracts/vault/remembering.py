"""One of each estimator beside the vault of a world; no vault asks them."""

from __future__ import annotations

from typing import Any

from world import DAY, HOUR, ONE, USD, World, deploy, now

YEAR = 365 * DAY


def estimators(world: World) -> dict[str, Any]:
    """By their names, and the grid with a post that still holds."""
    sender, tokens = world.deployer, world.tokens
    listed = [(token, feed, YEAR) for token, feed in zip(tokens, world.feeds)]
    priors = [ONE] * len(listed)
    pool = world.beside["UniswapV3TwapOracle"].pool()
    limits = (ONE // 10, ONE, ONE // 4, 1, DAY)
    arguments = {
        "VarianceEstimator": (listed, priors, 7 * DAY),
        "SemiVarianceEstimator": (listed, priors, 7 * DAY),
        "RealizedVarianceEstimator": (listed,),
        "CovarianceEstimator": (USD, tokens, world.oracles, HOUR, 7 * DAY),
        "DrawdownEstimator": (world.vault, HOUR, 0),
        "UniswapV2DepthEstimator": (world.pairs[1], HOUR, 4 * HOUR, 16 * HOUR),
        "UniswapV3DepthEstimator": (pool, HOUR, 4 * HOUR, 16 * HOUR),
        "ImpliedVolatilityGrid": (world.authority, tokens[0], [ONE], [DAY], limits),
    }
    found = {name: deploy(name, sender, *values) for name, values in arguments.items()}
    found["ImpliedVolatilityGrid"].post([ONE // 2], now() + HOUR, {"from": world.keeper})
    return found | market(world, found)


def market(world: World, found: dict[str, Any]) -> dict[str, Any]:
    """What tells the state of the markets, and who heeds it."""
    sender, hub, maker = world.deployer, world.tokens[0], found["UniswapV2DepthEstimator"]
    rows = zip(world.tokens, world.settings.decimals, world.oracles)
    listed = [(it, 10**decimals, ONE // 200, *[oracle] * 4, maker) for it, decimals, oracle in rows]
    limits = (600, 1_800, ONE // 2, ONE // 100, ONE // 10, HOUR, 3, 300, 1_800)
    memories = found["VarianceEstimator"], found["DrawdownEstimator"]
    estimator = deploy("MarketEstimator", sender, USD, listed, *memories, limits)
    relations = memories[0], found["CovarianceEstimator"]
    inverse = deploy("InverseVolatilityStrategy", sender)
    return {
        "MarketEstimator": estimator,
        "MarketConstraint": deploy("MarketConstraint", sender, ONE // 10),
        "MarketStrategy": deploy("MarketStrategy", sender, world.strategy, hub, ONE // 11),
        "InverseVolatilityStrategy": inverse,
        "FallbackStrategy": deploy("FallbackStrategy", sender, inverse, world.strategy),
        "SignalObserver": deploy("SignalObserver", sender, world.observer, estimator, *relations),
    }
