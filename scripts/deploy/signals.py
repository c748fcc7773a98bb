"""The kinds of estimators behind a vault's observer: what prices and the vault itself have been."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterpoise.math.fixed_point import ONE
from counterpoise.observer.estimator import covariance, crossover, drawdown, feed, trend, variance
from counterpoise.strategy.inverse_volatility import MAX_VOLATILITY
from scripts.deploy.assets import USD, Asset
from scripts.deploy.ground import Ground
from scripts.deploy.kinds import Entry, Key, Kind, Kinds, Values, above, least_of, read
from scripts.deploy.node import Node, Place
from scripts.deploy.parameters import Fields, Mismatch
from scripts.deploy.uniswap import NO_ADDRESS
from scripts.deploy.units import SMALLEST, Fraction, SomeAssets, Symbols, Whole

# In the order in which SignalObserver takes them.
SLOTS = ("market", "variance", "trend", "covariance", "drawdown")
# The signals that a slot tells, and where a file says so.
TELLS = {
    "market": "classes",
    "variance": "volatilities",
    "trend": "trends",
    "covariance": "correlations",
    "drawdown": "peak",
}
SOURCES = {
    "classes": "marketState",
    "volatilities": "signals.variance or marketState",
    "trends": "signals.trend",
    "correlations": "signals.covariance",
    "peak": "signals.drawdown or marketState",
}
MOST = feed.MAX_SOURCES


def feed_of(asset: Asset) -> tuple[str, str, int]:
    """As `FeedEstimator.Source` has it."""
    own = asset.own_feed
    return asset.address, own.address, own.max_age


def _with_priors(entry: Entry, values: Values) -> tuple[Any, ...]:
    rows, tau = values["volatilities"], values["tau"]
    return [feed_of(it) for it, _ in rows], [it**2 // ONE for _, it in rows], tau


def _of_feeds(entry: Entry, values: Values) -> tuple[Any, ...]:
    assets, *rest = values.values()
    return [feed_of(it) for it in assets], *rest


def _of_oracles(entry: Entry, values: Values) -> tuple[Any, ...]:
    ground = entry.ground
    return USD, list(ground.tokens), list(ground.oracles), values["spacing"], values["tau"]


def _of_the_vault(entry: Entry, values: Values) -> tuple[Any, ...]:
    return Place("vault"), values["spacing"], values["tau"]


def _enough_samples(entry: Entry, values: Values) -> None:
    count = len(entry.ground.assets)
    if not covariance.MIN_ASSETS <= count <= covariance.MAX_ASSETS:
        allowed = f"a vault of {covariance.MIN_ASSETS} to {covariance.MAX_ASSETS} assets"
        raise Mismatch(entry.item.path, allowed, count)
    least = covariance.SAMPLES_PER_ASSET * count * values["spacing"]
    says = f"at least {least}, {covariance.SAMPLES_PER_ASSET * count} spacings"
    least_of("tau", says, lambda _: least)(entry, values)


def _for_ever_or_long(entry: Entry, values: Values) -> None:
    if 0 < values["tau"] < drawdown.MIN_TAU:
        allowed = f"0, or at least {drawdown.MIN_TAU}"
        raise Mismatch(entry.item.name("tau"), allowed, values["tau"])


VOLATILITIES = SomeAssets(Fraction(MAX_VOLATILITY, SMALLEST, "1/sqrt(year)"), MOST)
VARIANCE_TAU = Whole(variance.MIN_TAU, variance.MAX_TAU)
TREND_TAU = Whole(trend.MIN_TAU, trend.MAX_TAU)
WITH_PRIORS = Key("volatilities", VOLATILITIES), Key("tau", VARIANCE_TAU)
OF_ASSETS = Key("assets", Symbols(MOST))

SIGNALS: dict[str, dict[str, Kind]] = {
    "variance": {
        "variance": Kind(
            "VarianceEstimator",
            WITH_PRIORS,
            "a fading mean of squared returns; begins at the volatilities given",
            inputs=_with_priors,
        ),
        "semiVariance": Kind(
            "SemiVarianceEstimator", WITH_PRIORS, "the same, of falls alone", inputs=_with_priors
        ),
        "realizedVariance": Kind(
            "RealizedVarianceEstimator", (OF_ASSETS,), "of the last 32 returns", inputs=_of_feeds
        ),
    },
    "trend": {
        "slope": Kind(
            "SlopeEstimator",
            (OF_ASSETS, Key("tau", TREND_TAU)),
            "a fading mean of returns",
            inputs=_of_feeds,
        ),
        "crossover": Kind(
            "CrossoverEstimator",
            (
                OF_ASSETS,
                Key("shortTau", Whole(trend.MIN_TAU, trend.MAX_TAU // crossover.LEAST_CONTRAST)),
                Key("longTau", TREND_TAU),
            ),
            "a quick mean above a slow one",
            inputs=_of_feeds,
            rules=(above("longTau", "shortTau", crossover.LEAST_CONTRAST),),
        ),
    },
    "covariance": {
        "covariance": Kind(
            "CovarianceEstimator",
            (
                Key("spacing", Whole(covariance.MIN_SPACING, covariance.MAX_SPACING)),
                Key("tau", Whole(1, covariance.MAX_TAU)),
            ),
            "of all the vault's assets",
            inputs=_of_oracles,
            rules=(_enough_samples,),
        ),
    },
    "drawdown": {
        "drawdown": Kind(
            "DrawdownEstimator",
            (
                Key("spacing", Whole(drawdown.MIN_SPACING, drawdown.MAX_SPACING)),
                Key("tau", Whole(0, drawdown.MAX_TAU)),
            ),
            "the highest price of a share; with a tau it fades",
            inputs=_of_the_vault,
            rules=(_for_ever_or_long,),
        ),
    },
}

Slots = Mapping[str, Node]


def read_signals(item: Fields, ground: Ground, market: Slots) -> dict[str, Node]:
    """What stands in each slot; the market's own first. Raises `Mismatch`."""
    item.require_known(SIGNALS)
    slots = dict(market)
    for name, kinds in SIGNALS.items():
        if name in item.data:
            slots[name] = _read(name, kinds, item, ground, market)
    return slots


def _read(name: str, kinds: Kinds, item: Fields, ground: Ground, market: Slots) -> Node:
    if name in market:
        raise Mismatch(item.name(name), f"none beside marketState, whose own {name} is told", name)
    return read(kinds, item.group(name), ground)


def told_by(slots: Slots, ground: Ground) -> dict[str, tuple[str, ...]]:
    """The assets of each signal that is told."""
    return {TELLS[name]: _assets_of(name, node, ground) for name, node in slots.items()}


def _assets_of(name: str, node: Node, ground: Ground) -> tuple[str, ...]:
    """Who is told of by feeds, or all of the vault's assets."""
    return (
        tuple(row[0] for row in node.inputs[0]) if name in ("variance", "trend") else ground.tokens
    )


def observer_of(spot: Node, slots: Slots) -> Node:
    """What the vault observes: prices, and what is remembered where anything is."""
    if not slots:
        return spot
    memories = tuple(slots.get(it, NO_ADDRESS) for it in SLOTS)
    return Node("SignalObserver", (spot, memories), "SignalObserver")
