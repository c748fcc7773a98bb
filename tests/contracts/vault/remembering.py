"""One of each estimator beside the vault of a world; no vault asks them."""

from __future__ import annotations

from typing import Any

from world import DAY, HOUR, NOBODY, ONE, USD, World, deploy, now

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
        "SlopeEstimator": (listed, 7 * DAY),
        "CrossoverEstimator": (listed, DAY, 7 * DAY),
        "CovarianceEstimator": (USD, tokens, world.oracles, HOUR, 7 * DAY),
        "DrawdownEstimator": (world.vault, HOUR, 0),
        "UniswapV2DepthEstimator": (world.pairs[1], HOUR, 4 * HOUR, 16 * HOUR),
        "UniswapV3DepthEstimator": (pool, HOUR, 4 * HOUR, 16 * HOUR),
        "ImpliedVolatilityGrid": (world.authority, tokens[0], [ONE], [DAY], limits),
    }
    found = {name: deploy(name, sender, *values) for name, values in arguments.items()}
    found["ImpliedVolatilityGrid"].post([ONE // 2], now() + HOUR, {"from": world.keeper})
    return (
        found
        | market(world, found)
        | guarded(world)
        | books(world)
        | wishes(world)
        | triggers(world)
        | planners(world)
    )


def books(world: World) -> dict[str, Any]:
    """What was found off the chain, and who reads it."""
    sender, box = world.deployer, ([0] * world.n, [ONE] * world.n)
    start = [ONE, *[0] * (world.n - 1)]
    solutions = deploy("SolutionBook", sender, world.vault)
    signed = (world.vault, world.authority, world.outsider, *box, start, (ONE, 1, DAY))
    proposals = deploy("ProposalBook", sender, *signed)
    limits = (ONE, 10**12, 100)
    caps, guess = ([0] * world.n, [ONE // 2] * world.n), [ONE // 10] * world.n
    return {
        "SolutionBook": solutions,
        "ProposalBook": proposals,
        "MinimumVarianceStrategy": deploy(
            "MinimumVarianceStrategy", sender, solutions, *box, [], limits
        ),
        "MaximumSharpeStrategy": deploy(
            "MaximumSharpeStrategy", sender, solutions, *caps, guess, ONE // 2, 10**12
        ),
        "ProposedWeightStrategy": deploy("ProposedWeightStrategy", sender, proposals),
    }


def market(world: World, found: dict[str, Any]) -> dict[str, Any]:
    """What tells the state of the markets, and who heeds it."""
    sender, hub, maker = world.deployer, world.tokens[0], found["UniswapV2DepthEstimator"]
    rows = zip(world.tokens, world.settings.decimals, world.oracles)
    listed = [(it, 10**decimals, ONE // 200, *[oracle] * 4, maker) for it, decimals, oracle in rows]
    limits = (600, 1_800, ONE // 2, ONE // 100, ONE // 10, HOUR, 3, 300, 1_800)
    memories = found["VarianceEstimator"], found["DrawdownEstimator"]
    estimator = deploy("MarketEstimator", sender, USD, listed, *memories, limits)
    covariance, drawdown = found["CovarianceEstimator"], found["DrawdownEstimator"]
    known = estimator, memories[0], NOBODY, covariance, drawdown
    inverse = deploy("InverseVolatilityStrategy", sender)
    terms = (0, world.tokens[1], hub, ONE, now() + DAY, 0, HOUR, 0)
    return {
        "MarketEstimator": estimator,
        "MarketConstraint": deploy("MarketConstraint", sender, ONE // 10),
        "MarketStrategy": deploy("MarketStrategy", sender, world.strategy, hub, ONE // 11),
        "InverseVolatilityStrategy": inverse,
        "FallbackStrategy": deploy("FallbackStrategy", sender, inverse, world.strategy, 10**6),
        "OptionReplicationStrategy": deploy("OptionReplicationStrategy", sender, *terms),
        "SignalObserver": deploy("SignalObserver", sender, world.observer, known),
    }


def wishes(world: World) -> dict[str, Any]:
    """Each strategy that is no guard and asks no book or market."""
    sender, hub, fixed = world.deployer, world.tokens[0], world.strategy
    even = [ONE // world.n] * (world.n - 1)
    even = [ONE - sum(even), *even]
    path = even, even, 0, 2**40 - 1
    terms = (ONE, 0, 0, 3 * ONE, ONE // 4, ONE)
    box = [0] * world.n, [ONE] * world.n
    floor = deploy("CppiStrategy", sender, fixed, hub, terms)
    arguments = {
        "LinearGlideStrategy": path,
        "GeometricGlideStrategy": path,
        "ArcGlideStrategy": path,
        "BlendStrategy": ([fixed], [ONE], fixed, 10**6),
        "OverlayStrategy": (fixed, hub, [floor], 10**6),
        "VolatilityTargetStrategy": (fixed, hub, ONE // 5, 0, ONE),
        "RiskParityStrategy": (even, 10**9),
        "MomentumStrategy": (fixed, [ONE] * world.n, ONE, *box),
    }
    made = {name: deploy(name, sender, *values) for name, values in arguments.items()}
    return made | {"CppiStrategy": floor}


def planners(world: World) -> dict[str, Any]:
    """Who plans, and is not this world's own."""
    limits = tuple(world.settings.limits)
    parts = world.deployer, world.tokens[0], world.venue, limits
    return {
        "NettingPlanner": deploy("NettingPlanner", *parts, 300_000),
        "TurnPlanner": deploy("TurnPlanner", *parts),
    }


def guarded(world: World) -> dict[str, Any]:
    """What stands before a strategy, and who keeps watch over it."""
    sender, n = world.deployer, len(world.tokens)
    pace = deploy("PaceConstraint", sender, ONE // 10, ONE // DAY)
    walls = [0] * n, [ONE] * n, ([0] * n, [0], [ONE])
    books = deploy("MockBooks", sender)
    watch = deploy("FaultEstimator", sender, books)
    parts = world.strategy, 10**6, pace, world.constraint, walls, watch
    guard = deploy("GuardedStrategy", sender, *parts)
    books.follow(guard, {"from": sender})
    return {"PaceConstraint": pace, "GuardedStrategy": guard, "FaultEstimator": watch}


def triggers(world: World) -> dict[str, Any]:
    """What says when to trade, and is no member of this world's set."""
    bands = (ONE // 20, ONE // 100, ONE // 2, 0, 0, 0, 0, 0)
    terms = (3 * ONE, DAY, ONE, ONE // 4, 0, NOBODY, 0)
    arguments = {
        "BandConstraint": (world.tokens[0], bands),
        "GainConstraint": (terms,),
        "BaseFeeConstraint": (10**13, ONE // 4),
        "SlippageConstraint": (ONE // 10,),
        "ScheduleConstraint": (0, DAY, 10**15),
        "VolatilityCooldownConstraint": ((HOUR, DAY, HOUR, ONE, -2, NOBODY, 0),),
        "TurnoverBucketConstraint": (ONE // 10, ONE // 50),
        "SliceConstraint": (10, HOUR, 0, ONE // 50),
        "JitterConstraint": ((0, DAY, 1, bytes(32), 10**15),),  # always due
        "OwnImpactConstraint": (world.tokens[0], HOUR, NOBODY, 10**15),
        "SlicedPlanner": (world.planner, world.constraint, NOBODY, NOBODY, NOBODY),
    }
    return {name: deploy(name, world.deployer, *values) for name, values in arguments.items()}
