"""A vault's parameters, read and typed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.deploy.checks import Asset
from scripts.deploy.parameters import Fields, Mismatch, read, require_equal
from scripts.deploy.pools import Pool, read_pools
from scripts.deploy.prices import Price, price_if_any, read_feed
from scripts.deploy.uniswap import NO_ADDRESS
from scripts.deploy.watch import Watch, read_watch

ONE = 10**18  # D18{1}
ROLES = ("governor", "guardian", "keeper")


@dataclass(frozen=True)
class Plan:
    """All that a vault is made from. Fractions are D18{1}, shares {share}."""

    name: str
    symbol: str
    assets: tuple[Asset, ...]
    hub: Asset
    factory: str
    pair_code_hash: str
    pool_tolerance: int
    limits: tuple[int, ...]  # of the planner, in its own order
    constraints: tuple[tuple[str, list[int]], ...]  # names and inputs, in the order they speak
    seed_shares: int
    supply_cap: int
    entry_spread: int
    depositors: str  # their list, or address 0 for a vault that is open to all
    roles: dict[str, str]  # by name, in the order of Authority's numbers
    delay: int  # {s}
    weth: str  # the gateway's; address 0 where there is none
    permit2: str
    prices: tuple[Price, ...]  # of the assets
    pools: tuple[Pool, ...]  # that prices or the watch name
    watch: Watch | None  # None for a vault that knows no market

    @property
    def tokens(self) -> list[str]:
        return [asset.address for asset in self.assets]

    @property
    def weights(self) -> list[int]:
        return [asset.weight for asset in self.assets]


def read_plan(params: dict[str, Any]) -> Plan:
    """Read a vault's parameters; raises `Mismatch` with the field that is missing or wrong."""
    fields = Fields(params)
    assets, hub = _assets(fields)
    share, venue, roles = (fields.group(name) for name in ("share", "venue", "roles"))
    gateway = fields.group_if_any("gateway")
    factory = venue.address("factory")
    pools, watch = _market(fields, assets, hub, factory)
    return Plan(
        name=share.text("name"),
        symbol=share.text("symbol"),
        assets=assets,
        hub=hub,
        factory=factory,
        pair_code_hash=venue.text("pairCodeHash"),
        pool_tolerance=fields.fraction("poolTolerance"),
        limits=_limits(fields.group("planner")),
        constraints=_constraints(fields.group("constraints"), watch),
        seed_shares=fields.amount("seedShares", 18),
        supply_cap=fields.amount("supplyCap", 18),
        entry_spread=fields.fraction("entrySpread"),
        depositors=_optional(fields, "depositors"),
        roles={role: roles.address(role) for role in ROLES},
        delay=roles.whole("delay"),
        weth=_optional(gateway, "weth"),
        permit2=_optional(gateway, "permit2"),
        prices=_prices(fields, pools),
        pools=tuple(pools.values()),
        watch=watch,
    )


def with_market(params: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The parameters with the addresses of the market's book that they name, if they name one.

    Wrapped ether may be named by its symbol.
    """
    if "market" not in params:
        return params
    book = read(folder / f"{params['market']}.json")["addresses"]
    venue = {"factory": book["factory"], "pairCodeHash": book["pairCodeHash"]}
    placed = {"venue": venue, "assets": [_placed(asset, book) for asset in params["assets"]]}
    gateway = params.get("gateway", {})
    if gateway.get("weth") in book["tokens"]:
        placed["gateway"] = gateway | {"weth": book["tokens"][gateway["weth"]]}
    return params | placed


def _placed(asset: dict[str, Any], book: dict[str, Any]) -> dict[str, Any]:
    symbol = asset["symbol"]
    if symbol not in book["tokens"]:
        raise Mismatch("assets.symbol", "one of " + ", ".join(book["tokens"]), symbol)
    feed = {"address": book["feeds"][symbol]} | asset["feed"]
    return {"address": book["tokens"][symbol]} | asset | {"feed": feed}


def _optional(fields: Fields, key: str) -> str:
    """An address, or address 0 where it is left out."""
    return fields.address(key) if key in fields.data else NO_ADDRESS


def _assets(fields: Fields) -> tuple[tuple[Asset, ...], Asset]:
    """The assets, and which of them is the hub."""
    assets = tuple(_asset(item) for item in fields.groups("assets"))
    require_equal("assets.weight", f"{ONE} in all", f"{sum(a.weight for a in assets)} in all")
    return assets, _named(fields.text("hub"), assets)


def _asset(item: Fields) -> Asset:
    decimals = item.whole("decimals")
    return Asset(
        item.text("symbol"),
        item.address("address"),
        decimals,
        item.fraction("weight"),
        item.amount("seed", decimals),
        read_feed(item.group("feed")),
    )


def _prices(fields: Fields, pools: dict[str, Pool]) -> tuple[Price, ...]:
    items = fields.groups("assets")
    return tuple(price_if_any(item, "oracle", item.text("symbol"), pools) for item in items)


def _market(
    fields: Fields, assets: tuple[Asset, ...], hub: Asset, factory: str
) -> tuple[dict[str, Pool], Watch | None]:
    """The pools that are named, and how the market is watched, if it is."""
    pools = read_pools(fields.group_if_any("pools"), assets, hub, factory)
    if "marketState" not in fields.data:
        return pools, None
    return pools, read_watch(fields.group("marketState"), assets, hub, pools)


def _limits(planner: Fields) -> tuple[int, ...]:
    names = ("damping", "maxTurnover", "maxImpact", "maxLoss", "minTrade")
    return tuple(planner.fraction(name) for name in names)


def _constraints(limits: Fields, watch: Watch | None) -> tuple[tuple[str, list[int]], ...]:
    """First whether a rebalance is due, then what the market permits, then what it did."""

    def fractions(*keys: str) -> list[int]:
        return [limits.fraction(key) for key in keys]

    return (
        ("DriftConstraint", fractions("outerBand", "innerBand")),
        ("CooldownConstraint", [limits.whole("cooldown"), limits.fraction("pace")]),
        *([("MarketConstraint", [watch.max_slice])] if watch else []),
        ("TurnoverConstraint", fractions("maxTurnover")),
        ("ProgressConstraint", fractions("tolerance")),
        ("ValueConstraint", fractions("maxLoss", "maxGain")),
        ("LossBudgetConstraint", fractions("dailyLoss")),
    )


def _named(symbol: str, assets: tuple[Asset, ...]) -> Asset:
    found = [asset for asset in assets if asset.symbol == symbol]
    if not found:
        raise Mismatch("hub", "one of " + ", ".join(a.symbol for a in assets), symbol)
    return found[0]
