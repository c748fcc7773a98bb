"""Deploys a scene: the market first, then the vault, then what guards and remembers."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from eth_utils.crypto import keccak

from counterpoise.execution.venue import KEPT
from counterpoise.observer.estimator.market import Limits
from tests.evm.in_process import artifact
from tests.evm.market.exchanges import FEE, Pair, Pool, Token, create_pair, create_pool
from tests.evm.market.scene import (
    BLOCK,
    DAY,
    GRACE,
    HEARTBEATS,
    HOUR,
    MAX_LOSS,
    MINUTE,
    NAMES,
    NOBODY,
    ONE,
    PERCENT,
    REST,
    SUPPLY,
    THRESHOLDS,
    USD,
    Feed,
    Scene,
)

WINDOW = 30 * MINUTE  # {s}
DECIMALS = {"HUB": 6, "ETH": 18, "BTC": 8, "PEER": 6}
DEPTH = 20_000_000  # {USD} on each side of each pool
VALUE = 1_000_000  # {USD} in the vault at first
HELD = (30, 40, 30)  # {%} at first
TARGET = (20 * PERCENT, 20 * PERCENT, 60 * PERCENT)  # ETH is to be sold and BTC bought, all along
LIMITS = Limits(  # those that docs/market-state.md calls sensible
    lag=10 * MINUTE,
    window=WINDOW,
    min_depth=ONE // 2,
    min_jump=5 * PERCENT,
    max_drawdown=15 * PERCENT,
    max_age=HOUR,
    streak=3,
    spacing=5 * MINUTE,
    rest=REST,
)
DEPTH_MEMORY = (5 * MINUTE, 20 * MINUTE, DAY)  # {s}: spacing, fast, slow
TAU = 7 * DAY  # {s}, of variances; and of a peak, the shortest that it may be
PRIOR = 64 * PERCENT  # D18{1/year}, of each asset but the hub, whose moves nobody remembers


def build(prices: dict[str, float], **changes: Any) -> Scene:
    """Deploys all and founds the vault."""
    scene = Scene({"HUB": 1.0, "PEER": 1.0} | prices, **changes)
    scene.chain.evm.advance_block(30 * DAY)
    scene.people = {it: scene.chain.person() for it in ("outsider", "keeper")}
    _list_assets(scene)
    _open_pools(scene)
    _found(scene)
    _guard(scene)
    return scene


def _list_assets(scene: Scene) -> None:
    chain = scene.chain
    for name, decimals in DECIMALS.items():
        token = chain.deploy("MockToken", name, name, decimals)
        scene.tokens[name] = Token(token, 10**decimals)
    for name in NAMES:
        habits = THRESHOLDS[name], HEARTBEATS[name]
        for feeds in (scene.feeds, scene.others):
            feeds[name] = Feed(chain, chain.deploy("MockFeed", name, 8), *habits)
            feeds[name].hear(scene.prices[name], scene.time)
        scene.oracles[name] = scene.oracle_of(name, scene.feeds[name])
    peer = Feed(chain, chain.deploy("MockFeed", "PEER", 8), THRESHOLDS["HUB"], DAY)
    peer.hear(1.0, scene.time)
    scene.feeds["PEER"] = peer
    rule = (DAY + GRACE, 1, 10**20, THRESHOLDS["HUB"])
    token = scene.tokens["PEER"].address
    scene.oracles["PEER"] = chain.deploy("ChainlinkOracle", peer.address, token, USD, *rule)


def _open_pools(scene: Scene) -> None:
    market, tokens = scene.market, scene.tokens
    for name in ("ETH", "BTC"):
        ends, amounts = (tokens[name], tokens["HUB"]), worth(scene, name, "HUB")
        scene.pairs[name] = create_pair(market, *ends, amounts)
        scene.pools[name] = create_pool(market, *ends, amounts)
    ends = tokens["HUB"], tokens["PEER"]
    scene.pools["HUB"] = create_pool(market, *ends, worth(scene, "HUB", "PEER"))


def worth(scene: Scene, *names: str) -> tuple[int, int]:
    """{unit} of two tokens, each as much as one side of a pool holds."""
    amounts = [round(DEPTH / scene.prices[it] * 10**6) for it in names]
    first, second = (it * scene.tokens[n].unit // 10**6 for it, n in zip(amounts, names))
    return first, second


def _found(scene: Scene) -> None:
    chain, tokens = scene.chain, [scene.tokens[it] for it in NAMES]
    authority = chain.deploy("Authority", chain.caller)
    listed = [it.address for it in tokens]
    scene.vault = chain.deploy("Vault", "Vault", "VLT", authority, listed, NOBODY)
    chain.tell("Vault", scene.vault, "setSupplyCap", 10 * SUPPLY)
    parts = [VALUE * part / 100 / scene.prices[it] for it, part in zip(NAMES, HELD)]
    amounts = [round(part * 10**6) * it.unit // 10**6 for it, part in zip(tokens, parts)]
    for token, amount in zip(listed, amounts):
        chain.tell("MockToken", token, "mint", chain.caller, amount)
        chain.tell("MockToken", token, "approve", scene.vault, amount)
    scene.holder = chain.caller
    chain.tell("Vault", scene.vault, "seed", SUPPLY, amounts, scene.holder)


def _guard(scene: Scene) -> None:
    """Every part of the pipeline, and the memory behind it."""
    chain, hub = scene.chain, scene.tokens["HUB"].address
    listed = [scene.tokens[it].address for it in NAMES]
    spot = chain.deploy("SpotObserver", USD, listed, [scene.oracles[it] for it in NAMES])
    chain.tell("Vault", scene.vault, "setObserver", spot)
    _remember(scene)
    known = scene.watch.market, scene.watch.variance, *[NOBODY] * 3
    scene.observer = chain.deploy("SignalObserver", spot, known)
    code = keccak(hexstr=artifact("UniswapV2Pair")["bytecode"])
    venue = chain.deploy("UniswapV2Venue", scene.market.factory, code, KEPT)
    limits = (ONE, scene.slice, 2 * PERCENT, MAX_LOSS, ONE)
    inner = chain.deploy("FixedWeightStrategy", TARGET)
    parts = {
        "Observer": scene.observer,
        "Strategy": chain.deploy("MarketStrategy", inner, hub, scene.slice * 99 // 100),
        "Planner": chain.deploy("HubPlanner", hub, venue, limits),
        "Constraint": chain.deploy("ConstraintSet", scene.vault, _constraints(scene)),
    }
    for name, part in parts.items():
        chain.tell("Vault", scene.vault, f"set{name}", part)
    chain.tell("Vault", scene.vault, "setVenue", venue, True)


def _constraints(scene: Scene) -> list[str]:
    numbers: dict[str, tuple[int, ...]] = {
        "DriftConstraint": (
            scene.slice // 4,
            scene.slice // 8,
        ),  # below half a slice, or none is made
        "CooldownConstraint": (scene.cooldown, scene.slice // 2),
        "TurnoverConstraint": (PERCENT,),
        "ProgressConstraint": (PERCENT // 10,),
        "ValueConstraint": (PERCENT, PERCENT),
        "LossBudgetConstraint": (2 * PERCENT,),
        "MarketConstraint": (scene.slice,),
    }
    return [scene.chain.deploy(name, *values) for name, values in numbers.items()]


def _remember(scene: Scene) -> None:
    chain, watch = scene.chain, scene.watch
    sources = [
        (scene.tokens[it].address, scene.feeds[it].address, HEARTBEATS[it] + GRACE)
        for it in NAMES[1:]
    ]
    watch.variance = chain.deploy("VarianceEstimator", sources, [PRIOR] * len(sources), TAU)
    watch.drawdown = chain.deploy("DrawdownEstimator", scene.vault, HOUR, TAU)
    kinds = {"HUB": "V3", "ETH": "V2", "BTC": "V3"}
    pools: dict[str, Pair | Pool] = {
        "HUB": scene.pools["HUB"],
        "ETH": scene.pairs["ETH"],
        "BTC": scene.pools["BTC"],
    }
    for name, kind in kinds.items():
        made = f"Uniswap{kind}DepthEstimator"
        address = chain.deploy(made, pools[name].address, *DEPTH_MEMORY)
        watch.depths[name] = made, address
    rows = [_row(scene, name) for name in NAMES]
    watch.market = chain.deploy(
        "MarketEstimator", USD, rows, watch.variance, watch.drawdown, astuple(LIMITS)
    )


def _row(scene: Scene, name: str) -> tuple[Any, ...]:
    token, depth = scene.tokens[name], scene.watch.depths[name][1]
    v3 = (FEE, WINDOW, BLOCK, 0, PERCENT)
    if name == "HUB":
        spot = scene.cross(name, "UniswapV3SpotOracle", FEE, PERCENT, over="PEER")
        mean = scene.cross(name, "UniswapV3TwapOracle", *v3, over="PEER")
        second = _peg(scene)
    elif name == "BTC":
        spot = scene.cross(name, "UniswapV3SpotOracle", FEE, PERCENT)
        mean = scene.cross(name, "UniswapV3TwapOracle", *v3)
        second = scene.oracle_of(name, scene.others[name])
    else:
        spot = scene.cross(name, "UniswapV2SpotOracle", PERCENT)
        mean = scene.cross(name, "UniswapV2TwapOracle", WINDOW, 2 * HOUR, PERCENT)
        second = scene.oracle_of(name, scene.others[name])
    sources = scene.oracles[name], second, spot, mean
    return token.address, token.unit, THRESHOLDS[name], *sources, depth


def _peg(scene: Scene) -> str:
    """The hub is said to be a dollar, and has no price where it is off by more than a percent."""
    hub, peg = scene.tokens["HUB"], 10**36 * ONE // scene.tokens["HUB"].unit
    source = scene.oracle_of("HUB", scene.others["HUB"])
    return scene.chain.deploy("PeggedOracle", hub.address, USD, source, peg, PERCENT)
