"""A vault that knows its market: the estimators of each asset, and the parts that ask them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from functools import partial
from typing import Any

from counterpoise.errors import LimitOutOfRange
from counterpoise.math.fixed_point import ONE
from counterpoise.observer.estimator.depth import DepthEstimator
from counterpoise.observer.estimator.drawdown import DrawdownEstimator
from counterpoise.observer.estimator.feed import MAX_SOURCES, Source
from counterpoise.observer.estimator.market import Limits
from counterpoise.observer.estimator.variance import VarianceEstimator
from scripts.deploy.assets import USD, Asset
from scripts.deploy.ground import Ground
from scripts.deploy.node import Node, Place
from scripts.deploy.oracles import in_dollars, mean_of, oracle_below, spot_of
from scripts.deploy.parameters import Fields, Mismatch
from scripts.deploy.pools import Pool, V3Pool
from scripts.deploy.signals import feed_of
from scripts.deploy.uniswap import NO_ADDRESS
from scripts.deploy.units import pool_of

MAX_VOLATILITY = 10 * ONE  # D18{1/sqrt(year)}, the root of VarianceEstimator's most
FRACTIONS = ("min_depth", "min_jump", "max_drawdown")  # of the limits; the others are whole
SPANS = {
    "variance": ("tau",),
    "drawdown": ("spacing", "tau"),
    "depth": ("spacing", "fastTau", "slowTau"),
}
PARTS = ("assets", *SPANS)  # beside the limits


@dataclass(frozen=True)
class Watched:
    """How one asset's market is judged."""

    asset: Asset
    prior: int | None  # D18{1/year}, what its variance is at first; None: the hub, which is at rest
    second: Node | None  # None: the oracle itself
    pool: Pool | None  # None for the hub alone, which the others' pools are priced in


@dataclass(frozen=True)
class Watch:
    """All that a vault's market is judged by."""

    assets: tuple[Watched, ...]  # in the vault's order
    limits: Limits
    tau: int  # {s}, of the variance
    drawdown: tuple[int, int]  # {s}: spacing, tau
    depth: tuple[int, int, int]  # {s}: spacing, fastTau, slowTau

    @property
    def moving(self) -> list[tuple[Asset, int]]:
        """Whose variance is remembered, and what it is believed to be at first."""
        return [(it.asset, it.prior) for it in self.assets if it.prior is not None]


def read_watch(item: Fields, ground: Ground) -> Watch:
    """Reads it, and lets the twins judge its limits. Raises `Mismatch` by the field's name."""
    if len(ground.assets) > MAX_SOURCES:
        raise Mismatch(item.name("assets"), f"at most {MAX_SOURCES}", len(ground.assets))
    item.require_known(KEYS)
    rows = item.group("assets")
    rows.require_known(ground.known)
    watched = tuple(_watched(rows.group(it.symbol), it, ground) for it in ground.assets)
    variance, drawdown, depth = (_spans(item, it) for it in SPANS)
    watch = Watch(
        assets=watched,
        limits=_limits(item),
        tau=variance.whole("tau"),
        drawdown=(drawdown.whole("spacing"), drawdown.whole("tau")),
        depth=(depth.whole("spacing"), depth.whole("fastTau"), depth.whole("slowTau")),
    )
    _require_possible(watch, item)
    return watch


def _spans(item: Fields, name: str) -> Fields:
    part = item.group(name)
    part.require_known(SPANS[name])
    return part


def _watched(item: Fields, asset: Asset, ground: Ground) -> Watched:
    item.require_known(("volatility", "pool", "second"))
    is_hub = asset is ground.hub
    alone = is_hub and "pool" not in item.data
    second = oracle_below(item, "second", ground, asset, f"{asset.symbol} second")
    pool = None if alone else pool_of(item, asset.symbol, ground)
    at_rest = is_hub and "volatility" not in item.data
    prior = None if at_rest else item.fraction_within("volatility", MAX_VOLATILITY) ** 2 // ONE
    return Watched(asset, prior, second, pool)


def _limits(item: Fields) -> Limits:
    def read(name: str) -> int:
        key = _camel(name)
        return item.fraction(key) if name in FRACTIONS else item.whole(key)

    with _bounded(item):
        return Limits(**{field.name: read(field.name) for field in fields(Limits)})


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(it.title() for it in rest)


KEYS = (*PARTS, *(_camel(it.name) for it in fields(Limits)))


def _require_possible(watch: Watch, item: Fields) -> None:
    """The twins take these numbers, and these numbers go together."""
    sources = [Source(asset.address, "", 1) for asset, _ in watch.moving]
    with _bounded(item.group("variance")):
        VarianceEstimator(sources, [prior for _, prior in watch.moving], watch.tau)
    with _bounded(item.group("drawdown")):
        DrawdownEstimator("", *watch.drawdown)
    with _bounded(item.group("depth")):
        DepthEstimator("", *watch.depth)
    for pool in filter(None, (it.pool for it in watch.assets)):
        _require_one_past(watch, pool, item)


def _require_one_past(watch: Watch, pool: Pool, item: Fields) -> None:
    """Average, tolerance and depth look back into a past that the pool has."""
    if pool.window != watch.limits.window:
        expected = f"{watch.limits.window}, as {item.name('window')}"
        raise Mismatch(f"{pool.field}.window", expected, pool.window)
    if isinstance(pool, V3Pool) and watch.depth[0] > pool.window:
        most = f"at most {pool.window}, as far back as {pool.name} is sure to remember"
        raise Mismatch(item.name("depth.spacing"), most, watch.depth[0])


@contextmanager
def _bounded(item: Fields) -> Iterator[None]:
    """A twin's refusal of a limit becomes one by the field's name."""
    try:
        yield
    except LimitOutOfRange as refusal:
        bound = f"within its bound of {refusal.most}"
        raise Mismatch(item.name(refusal.limit_name), bound, refusal.limit) from None


def nodes_of(watch: Watch, oracles: Sequence[Node]) -> dict[str, Node]:
    """What remembers the market of a vault: the estimators that its observer asks, by their slots.

    They ask the vault, whose observer is named last of all; so there is no circle. The oracles are
    in the order of the assets. The market is refused where a source does not answer.
    """
    sources = [_source(watch, *row) for row in zip(watch.assets, oracles, strict=True)]
    feeds = [feed_of(it) for it, _ in watch.moving]
    priors = [prior for _, prior in watch.moving]
    variance = Node("VarianceEstimator", (feeds, priors, watch.tau), "VarianceEstimator")
    inputs = Place("vault"), *watch.drawdown
    drawdown = Node("DrawdownEstimator", inputs, "DrawdownEstimator")
    memories = USD, sources, variance, drawdown, astuple(watch.limits)
    trial = partial(require_answers, watch)
    market = Node("MarketEstimator", memories, "MarketEstimator", trial=trial)
    return {"market": market, "variance": variance, "drawdown": drawdown}


def _source(watch: Watch, it: Watched, oracle: Node) -> tuple[Any, ...]:
    """One asset's, as `MarketEstimator.Source` has it."""
    prices: list[Node] = [oracle] * 2
    depth: Node | str = NO_ADDRESS
    if it.pool:
        prices = [in_dollars(it.pool, make(it.pool)) for make in (spot_of, mean_of)]
        kind = f"{it.pool.kind}DepthEstimator"
        depth = Node(kind, (it.pool.find, *watch.depth), f"{it.pool.name} {kind}")
    asset = it.asset.address, 10**it.asset.decimals, it.asset.own_feed.deviation
    return *asset, oracle, it.second or oracle, *prices, depth


def require_answers(watch: Watch, market: Any) -> None:
    """Each source but a mean, which may be too young, answers with the gas that a look gives it.

    Raises `Mismatch` with the first that does not.
    """
    for it in watch.assets:
        seen = market.look(it.asset.address)[0]
        for name, price in zip(("oracle", "second", "spot"), seen, strict=False):
            if price == 0:
                field = f"marketState.assets.{it.asset.symbol}.{name}"
                raise Mismatch(field, "an answer with the gas of a look", "none")
