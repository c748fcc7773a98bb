"""A vault that knows its market: the estimators of each asset, and the parts that ask them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from typing import Any

from counterpoise.errors import LimitOutOfRange
from counterpoise.observer.estimator.depth import DepthEstimator
from counterpoise.observer.estimator.drawdown import DrawdownEstimator
from counterpoise.observer.estimator.feed import MAX_SOURCES, Source
from counterpoise.observer.estimator.market import Limits
from counterpoise.observer.estimator.variance import VarianceEstimator
from scripts.deploy.checks import Asset
from scripts.deploy.parameters import Fields, Mismatch
from scripts.deploy.pools import Pool, V3Pool
from scripts.deploy.prices import (
    USD,
    Part,
    Price,
    build_mean,
    build_spot,
    in_dollars,
    pool_of,
    price_if_any,
)
from scripts.deploy.uniswap import NO_ADDRESS

ONE = 10**18  # D18{1}
MAX_VOLATILITY = 10 * ONE  # D18{1/sqrt(year)}, the root of VarianceEstimator's most
FRACTIONS = ("min_depth", "min_jump", "max_drawdown")  # of the limits; the others are whole


@dataclass(frozen=True)
class Watched:
    """How one asset's market is judged."""

    asset: Asset
    prior: int | None  # D18{1/year}, what its variance is at first; None: the hub, which is at rest
    second: Price | None  # None: the oracle itself
    pool: Pool | None  # None for the hub alone, which the others' pools are priced in


@dataclass(frozen=True)
class Watch:
    """All that a vault's market is judged by."""

    assets: tuple[Watched, ...]  # in the vault's order
    limits: Limits
    tau: int  # {s}, of the variance
    drawdown: tuple[int, int]  # {s}: spacing, tau
    depth: tuple[int, int, int]  # {s}: spacing, fastTau, slowTau
    max_slice: int  # D18{1}, of the constraint
    wanted_slice: int  # D18{1}, of the strategy

    @property
    def moving(self) -> list[tuple[Asset, int]]:
        """Whose variance is remembered, and what it is believed to be at first."""
        return [(it.asset, it.prior) for it in self.assets if it.prior is not None]

    def check(self) -> None:
        """What the second sources are made from; the pools are checked for themselves."""
        for it in self.assets:
            if it.second:
                it.second.check()


def read_watch(
    item: Fields, assets: Sequence[Asset], hub: Asset, pools: Mapping[str, Pool]
) -> Watch:
    """Reads it, and lets the twins judge its limits. Raises `Mismatch` by the field's name."""
    if len(assets) > MAX_SOURCES:
        raise Mismatch(item.name("assets"), f"at most {MAX_SOURCES}", len(assets))
    rows = item.group("assets")
    watched = tuple(_watched(rows.group(it.symbol), it, it is hub, pools) for it in assets)
    variance, drawdown, depth = (item.group(it) for it in ("variance", "drawdown", "depth"))
    watch = Watch(
        assets=watched,
        limits=_limits(item),
        tau=variance.whole("tau"),
        drawdown=(drawdown.whole("spacing"), drawdown.whole("tau")),
        depth=(depth.whole("spacing"), depth.whole("fastTau"), depth.whole("slowTau")),
        max_slice=item.fraction_within("maxSlice", ONE),
        wanted_slice=item.fraction_within("wantedSlice", ONE),
    )
    _require_possible(watch, item)
    return watch


def _watched(item: Fields, asset: Asset, is_hub: bool, pools: Mapping[str, Pool]) -> Watched:
    alone = is_hub and "pool" not in item.data
    second = price_if_any(item, "second", asset.symbol, pools) if "second" in item.data else None
    pool = None if alone else pool_of(item, asset.symbol, pools)
    at_rest = is_hub and "volatility" not in item.data
    prior = None if at_rest else item.fraction_within("volatility", MAX_VOLATILITY) ** 2 // ONE
    return Watched(asset, prior, second, pool)


def _limits(item: Fields) -> Limits:
    def read(name: str) -> int:
        head, *rest = name.split("_")
        key = head + "".join(it.title() for it in rest)
        return item.fraction(key) if name in FRACTIONS else item.whole(key)

    with _bounded(item):
        return Limits(**{field.name: read(field.name) for field in fields(Limits)})


def _require_possible(watch: Watch, item: Fields) -> None:
    """The twins take these numbers, and these numbers go together."""
    sources = [Source(asset.address, "", 1) for asset, _ in watch.moving]
    with _bounded(item.group("variance")):
        VarianceEstimator(sources, [prior for _, prior in watch.moving], watch.tau)
    with _bounded(item.group("drawdown")):
        DrawdownEstimator("", *watch.drawdown)
    with _bounded(item.group("depth")):
        DepthEstimator("", *watch.depth)
    if watch.wanted_slice >= watch.max_slice:  # Amounts are whole units: it needs a little room.
        below = f"below maxSlice, {item.text('maxSlice')}"
        raise Mismatch(item.name("wantedSlice"), below, item.text("wantedSlice"))
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


def deploy_signals(
    part: Part, watch: Watch, vault: str, oracles: Sequence[Any]
) -> tuple[str, str, str]:
    """The estimators of a vault that stands: what its observer asks beside the prices.

    The vault's observer is named last of all, and asked no sooner; so there is no circle. The
    oracles are in the order of the assets. Raises `Mismatch` where a source does not answer.
    """
    sources = [_source(part, watch, *row) for row in zip(watch.assets, oracles, strict=True)]
    feeds = [(it.address, it.feed.address, it.feed.max_age) for it, _ in watch.moving]
    variance = part("VarianceEstimator", feeds, [prior for _, prior in watch.moving], watch.tau)
    drawdown = part("DrawdownEstimator", vault, *watch.drawdown)
    inputs = USD, sources, variance.address, drawdown.address, astuple(watch.limits)

    def trial(market: Any) -> None:
        require_answers(watch, market)

    market = part("MarketEstimator", *inputs, trial=trial)
    return market.address, variance.address, NO_ADDRESS


def _source(part: Part, watch: Watch, it: Watched, oracle: Any) -> tuple[Any, ...]:
    """One asset's, as `MarketEstimator.Source` has it."""
    second = it.second.build(part, it.asset, f"{it.asset.symbol} second") if it.second else oracle
    prices = [oracle.address] * 2
    depth = NO_ADDRESS
    if it.pool:
        made = [build(part, it.pool) for build in (build_spot, build_mean)]
        prices = [in_dollars(part, it.pool, own).address for own in made]
        kind = f"{it.pool.kind}DepthEstimator"
        label = f"{it.pool.name} {kind}"
        depth = part(kind, it.pool.find(), *watch.depth, label=label).address
    asset = it.asset.address, 10**it.asset.decimals, it.asset.feed.deviation
    return *asset, oracle.address, second.address, *prices, depth


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
