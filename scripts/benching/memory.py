"""Rows of the benchmark: what is observed and remembered, beside the reading of its sources.

Gas above the 21,000 of a transaction and its calldata, so that a row says what the same call adds
to another one; every source is cold, as nobody has read it before in the transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brownie import chain
from brownie.convert import to_address

from scripts.benching.pool import Pool, pool_of
from scripts.benching.rows import Row
from scripts.benching.world import PRICE, TOKEN, World, made, move, wait
from scripts.deploy.project import at

USD = to_address(f"0x{840:040x}")  # ISO 4217
NOBODY = "0x" + "00" * 20
HOUR, DAY = 3_600, 86_400  # {s}
AGE = 10**7  # {s}, at most, of an answer
TAU, LONG = 7 * DAY, 30 * DAY  # {s}
PRIOR = TOKEN // 4  # D18{1/year}, a volatility of a half
DEVIATION = TOKEN // 200  # D18{1}, of a feed
BOUNDS = PRICE // 100, 100 * PRICE
LIMITS = (600, 1_800, TOKEN // 2, TOKEN // 20, TOKEN * 15 // 100, DAY, 3, 300, 1_800)


@dataclass
class Memories:
    """The estimators of a vault's assets, up to date, and who puts them into its state."""

    variance: Any
    covariance: Any
    market: Any
    volatilities: Any  # who puts them alone into a state
    observers: dict[str, Any]  # who puts a market's state into it, by what else they add


def observation(world: World) -> Row:
    """All prices and values of one moment."""
    observer = _observer(world)
    seen = observer.observe.transact(world.vault.holdings(), {"from": world.user})
    return _above("observe", world.n, seen, _read(world, world.feeds))


def remembered(world: World) -> tuple[list[Row], Memories]:
    """Each memory's own update, in its steady state."""
    memories = _memories(world)
    rows = [_variance(world, memories), _covariance(world, memories), _weights(world, memories)]
    return rows, memories


def markets(world: World) -> list[Row]:
    """One look at the market of the last asset of n, on a V3 pool of its own."""
    pool = pool_of(world, world.tokens[-1])
    hub = world.tokens[0]
    direct = [_feed(world, hub), _feed(world, hub), pool.spot, pool.twap]
    middle = _feed(world, USD, world.tokens[0])
    crossed = [_cross(world, it, middle) for it in (pool.spot, pool.twap)]
    dollars = [_feed(world, USD), _feed(world, USD), *crossed]
    alone = [direct[0], *direct[0:1], *direct[2:]]
    return [
        _look(world, "update a market", hub, direct, pool),
        _look(world, "update a market, without a second oracle", hub, alone, pool),
        _look(world, "update a market, in dollars by way of the hub", USD, dollars, pool),
    ]


def _memories(world: World) -> Memories:
    listed = _observer(world).sources()
    assets, oracles = [it[0] for it in listed], [it[2] for it in listed]
    feeds = [(token, feed, AGE) for token, feed in zip(assets, world.feeds, strict=True)]
    variance = made("VarianceEstimator", world.user, feeds, [PRIOR] * world.n, TAU)
    covariance = made("CovarianceEstimator", world.user, USD, assets, oracles, HOUR, LONG)
    rows = [(a, TOKEN, DEVIATION, o, o, o, o, NOBODY) for a, o in zip(assets, oracles, strict=True)]
    market = made("MarketEstimator", world.user, USD, rows, NOBODY, NOBODY, LIMITS)
    told = {
        "markets": (market, NOBODY, NOBODY, NOBODY, NOBODY),
        "markets and volatilities": (market, variance, NOBODY, NOBODY, NOBODY),
        "markets, volatilities and correlations": (market, variance, NOBODY, covariance, NOBODY),
    }
    inner = _observer(world)
    observers = {
        name: made("SignalObserver", world.user, inner, parts) for name, parts in told.items()
    }
    unwatched = NOBODY, variance, *[NOBODY] * 3
    alone = made("SignalObserver", world.user, inner, unwatched)
    return Memories(variance, covariance, market, alone, observers)


def _variance(world: World, memories: Memories) -> Row:
    """One asset's, beside its feed."""
    for round_ in range(3):
        move(world, dict.fromkeys(range(1, world.n), PRICE + round_))
        wait(HOUR)
        done = memories.variance.recordAsset(world.tokens[1], {"from": world.user})
    return _above("update a variance", world.n, done, _read(world, world.feeds[1:2]))


def _covariance(world: World, memories: Memories) -> Row:
    """All pairs', beside the oracles; as often as it takes to be told."""
    while not memories.covariance.isWarm():
        for i, feed in enumerate(world.feeds):
            step = (chain.height * (i + 2)) % 7
            feed.post(PRICE + step * PRICE // 1_000, {"from": world.user})
        wait(HOUR)
        done = memories.covariance.record({"from": world.user})
    listed = memories.covariance.sources()
    asked = [it[2] for it in listed], [it[0] for it in listed]
    floor = world.floor.readOracles(*asked, USD, {"from": world.user})
    world.feeds[0].post(PRICE, {"from": world.user})
    move(world, dict.fromkeys(range(1, world.n), PRICE))
    return _above("update covariances", world.n, done, floor)


def _weights(world: World, memories: Memories) -> Row:
    """Every variance, an observation and inverse-volatility weights: a whole transaction."""
    sender, observer = {"from": world.user}, memories.volatilities
    weigher = made("MockWeigher", world.user)
    strategy = made("InverseVolatilityStrategy", world.user)
    asked = memories.variance, observer, strategy, world.vault.holdings()
    for _ in range(3):
        move(world, {})
        done = weigher.weigh(*asked, sender)
    floor = world.floor.readFeeds(world.feeds, sender).gas_used
    name = "observe, update variances, weigh by their inverse"
    return Row(name, world.n, done.gas_used, floor, round(done.gas_used / floor, 4))


def _look(world: World, name: str, quote: Any, sources: list[Any], pool: Pool) -> Row:
    """The last of n assets in one list; the third look."""
    sender, asset = {"from": world.user}, world.tokens[-1]
    feed = asset, world.feeds[-1], AGE
    variance = made("VarianceEstimator", world.user, [feed], [PRIOR], TAU)
    rows = [(it, TOKEN, DEVIATION, *sources, pool.depth) for it in world.tokens]
    market = made("MarketEstimator", world.user, quote, rows, variance, NOBODY, LIMITS)
    for _ in range(3):
        wait(HOUR)
        move(world, {})
        variance.record(sender)
        done = market.recordAsset(asset, sender)
    if market.classOf(asset) != 0:
        raise RuntimeError(f"{name}: class {market.classOf(asset)} instead of normal")
    floor = world.floor.readOracles(sources, [asset] * len(sources), quote, sender)
    return _above(name, world.n, done, floor)


def _feed(world: World, quote: Any, asset: Any = None) -> Any:
    """An oracle of one asset, the last one unless another is named, by a feed of its own."""
    sender = {"from": world.user}
    feed = made("MockFeed", world.user, "a source", 8)
    feed.post(PRICE, sender)
    numbers = AGE, *BOUNDS, DEVIATION
    base = asset or world.tokens[-1]
    return made("ChainlinkOracle", world.user, feed, base, quote, *numbers)


def _cross(world: World, first: Any, second: Any) -> Any:
    """The last asset in dollars by way of the hub."""
    ends = world.tokens[-1], world.tokens[0], USD
    return made("CrossOracle", world.user, *ends, first, second)


def _observer(world: World) -> Any:
    return at("SpotObserver", world.observer)


def _read(world: World, feeds: list[Any]) -> Any:
    return world.floor.readFeeds(feeds, {"from": world.user})


def _above(name: str, n: int, ours: Any, floor: Any) -> Row:
    gas, least = _added(ours), _added(floor)
    return Row(name, n, gas, least, round(gas / least, 4))


def _added(receipt: Any) -> int:
    """{gas} above the 21,000 of any transaction and the 16 or 4 of each byte of its calldata."""
    data = bytes.fromhex(receipt.input.removeprefix("0x"))
    return int(receipt.gas_used) - 21_000 - sum(16 if byte else 4 for byte in data)
