"""A vault's parameters, read and typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scripts.deploy.assets import USD, Asset, Feed
from scripts.deploy.constraints import read_constraints
from scripts.deploy.execution import read_planner, read_venue
from scripts.deploy.ground import Ground, Moment
from scripts.deploy.node import Node, nodes_in
from scripts.deploy.oracles import read_feed, read_oracle
from scripts.deploy.parameters import Fields, Mismatch
from scripts.deploy.pools import Pool, read_pools
from scripts.deploy.signals import SOURCES, observer_of, read_signals, told_by
from scripts.deploy.strategies import OUTERMOST, read_strategy
from scripts.deploy.tank import read_tank
from scripts.deploy.uniswap import NO_ADDRESS
from scripts.deploy.watch import Watch, nodes_of, read_watch

ROLES = ("governor", "guardian", "keeper")
KNOWN = (
    *("name", "market", "share", "hub", "assets", "venue", "poolTolerance", "planner", "pools"),
    *("strategy", "constraints", "signals", "marketState", "gateway", "depositors", "roles"),
    *("seedShares", "supplyCap", "entrySpread", "tank"),
)
PARTS = {
    "share": ("name", "symbol"),
    "roles": (*ROLES, "delay"),
    "gateway": ("weth", "permit2"),
}
MIN_ASSETS, MAX_ASSETS = 2, 20  # Vault's own bounds, as the next three
MIN_SEED, MAX_SUPPLY = 10**15, 2**128 - 1  # {share}
MAX_ENTRY_SPREAD = 5 * 10**16  # D18{1}
MIN_DELAY, MAX_DELAY = 48 * 3_600, 2**32 - 1  # {s} Authority's
ASSET = ("symbol", "address", "decimals", "seed", "feed", "oracle", "price")


@dataclass(frozen=True)
class Plan:
    """All that a vault is made from. Fractions are D18{1}, shares {share}."""

    name: str
    symbol: str
    assets: tuple[Asset, ...]
    hub: Asset
    factory: str  # of Uniswap V2's pairs; empty where the venue knows none
    pair_code_hash: str
    pool_tolerance: int
    oracles: tuple[Node, ...]  # of the assets
    observer: Node
    strategy: Node
    venue: Node
    planner: Node
    constraints: tuple[Node, ...]  # in the order they speak
    min_trade: int  # D18{USD}, of the planner
    seed_shares: int
    supply_cap: int
    entry_spread: int
    depositors: str  # their list, or address 0 for a vault that is open to all
    roles: dict[str, str]  # by name, in the order of Authority's numbers
    delay: int  # {s}
    weth: str  # the gateway's; address 0 where there is none
    permit2: str
    pools: tuple[Pool, ...]  # that prices or the watch name
    moments: tuple[Moment, ...]  # that the chain's time is compared with
    watch: Watch | None  # None for a vault that knows no market
    tank: Node | None  # None where nobody pays keepers

    @property
    def tokens(self) -> list[str]:
        return [asset.address for asset in self.assets]

    @property
    def paired(self) -> list[Asset]:
        """Those that have a pair with the hub, where the venue trades in pairs."""
        return [it for it in self.assets if it is not self.hub] if self.factory else []

    @property
    def auctions(self) -> list[Node]:
        """Those that the planner knows, which are venues of the vault too."""
        return [it for it in self.planner.all() if it.contract == "DutchAuction"]

    @property
    def nodes(self) -> dict[str, Node]:
        """Each contract that is made of entries, by its label."""
        parts = [self.observer, self.strategy, self.venue, self.planner, *self.constraints]
        return {it.label: it for it in nodes_in(parts)}


def read_plan(params: dict[str, Any]) -> Plan:
    """Read a vault's parameters; raises `Mismatch` with the field that is missing or wrong."""
    fields = Fields(params)
    fields.require_known(KNOWN)
    share, roles, gateway = (_part(fields, name) for name in PARTS)
    ground, watch = _ground(fields)
    observer, strategy, constraints = _rules(fields, ground, watch)
    factory, pair_code_hash = _pairs(fields)
    cap = fields.amount_within("supplyCap", MIN_SEED, MAX_SUPPLY)
    return Plan(
        name=share.text("name"),
        symbol=share.text("symbol"),
        assets=ground.assets,
        hub=ground.hub,
        factory=factory,
        pair_code_hash=pair_code_hash,
        pool_tolerance=fields.fraction("poolTolerance"),
        oracles=tuple(ground.oracles),
        observer=observer,
        strategy=strategy,
        venue=read_venue(fields, ground),
        planner=read_planner(fields, ground),
        constraints=constraints,
        min_trade=_least_trade(fields.group("planner")),
        seed_shares=fields.amount_within("seedShares", MIN_SEED, cap),
        supply_cap=cap,
        entry_spread=fields.amount_within("entrySpread", 0, MAX_ENTRY_SPREAD),
        depositors=_optional(fields, "depositors"),
        roles={role: roles.address(role) for role in ROLES},
        delay=roles.whole_within("delay", MIN_DELAY, MAX_DELAY),
        weth=_optional(gateway, "weth"),
        permit2=_optional(gateway, "permit2"),
        pools=tuple(ground.pools.values()),
        moments=tuple(ground.moments),
        watch=watch,
        tank=read_tank(fields, ground),
    )


def _pairs(fields: Fields) -> tuple[str, str]:
    """The factory of the venue's pairs and the hash of their code; empty where it has none."""
    venue = fields.group("venue")
    if "pairCodeHash" not in venue.data:
        return "", ""
    return venue.address("factory"), venue.text("pairCodeHash")


def _least_trade(planner: Fields) -> int:
    """D18{USD}, of a planner and of those within it; 0 where none knows any."""
    own = [planner.fraction("minTrade")] if "minTrade" in planner.data else []
    within = [_least_trade(planner.group("inner"))] if "inner" in planner.data else []
    return min(own + within, default=0)


def _part(fields: Fields, name: str) -> Fields:
    """One of the parts without kinds; the gateway alone may be left out."""
    part = fields.group_if_any(name) if name == "gateway" else fields.group(name)
    part.require_known(PARTS[name])
    return part


def _ground(fields: Fields) -> tuple[Ground, Watch | None]:
    """What entries speak of: assets, pools and prices; and how the market is watched, if it is."""
    items = fields.groups("assets")
    if not MIN_ASSETS <= len(items) <= MAX_ASSETS:
        raise Mismatch("assets", f"{MIN_ASSETS} to {MAX_ASSETS} of them", len(items))
    assets = tuple(_asset(it) for it in items)
    _require_one_each(assets)
    hub = _named(fields.text("hub"), assets)
    factory, _ = _pairs(fields)
    pools = read_pools(fields.group_if_any("pools"), assets, hub, factory)
    ground = Ground(assets, hub.symbol, pools)
    rows = zip(items, assets, strict=True)
    ground.oracles.extend(read_oracle(item, ground, asset) for item, asset in rows)
    if "marketState" not in fields.data:
        return ground, None
    return ground, read_watch(fields.group("marketState"), ground)


def _rules(
    fields: Fields, ground: Ground, watch: Watch | None
) -> tuple[Node, Node, tuple[Node, ...]]:
    """What a vault sees, what it wants, and what it may do; each signal that they need is told."""
    market = nodes_of(watch, ground.oracles) if watch else {}
    constraints = tuple(read_constraints(fields, ground))
    strategy = read_strategy(fields.group(OUTERMOST), ground)
    slots = read_signals(fields.group_if_any("signals"), ground, market)
    ground.require_told(told_by(slots, ground), SOURCES)
    inputs = USD, list(ground.tokens), list(ground.oracles)
    return observer_of(Node("SpotObserver", inputs, "SpotObserver"), slots), strategy, constraints


def _optional(fields: Fields, key: str) -> str:
    """An address, or address 0 where it is left out."""
    return fields.address(key) if key in fields.data else NO_ADDRESS


def _asset(item: Fields) -> Asset:
    item.require_known(ASSET)
    decimals = item.whole("decimals")
    return Asset(
        item.text("symbol"),
        item.address("address"),
        decimals,
        item.amount("seed", decimals),
        *_priced(item),
    )


def _priced(item: Fields) -> tuple[Feed | None, int]:
    """Its feed; or without one what it is believed to cost, D18{USD/tok}, and then an oracle."""
    if "feed" in item.data or "oracle" not in item.data:
        return read_feed(item.group("feed")), 0
    price = item.fraction("price")
    if price == 0:
        raise Mismatch(item.name("price"), "above 0", item.text("price"))
    return None, price


def _require_one_each(assets: tuple[Asset, ...]) -> None:
    symbols = [it.symbol for it in assets]
    for i, symbol in enumerate(symbols):
        if symbol in symbols[:i]:
            raise Mismatch(f"assets[{i}].symbol", "another symbol than any before", symbol)


def _named(symbol: str, assets: tuple[Asset, ...]) -> Asset:
    found = [asset for asset in assets if asset.symbol == symbol]
    if not found:
        raise Mismatch("hub", "one of " + ", ".join(a.symbol for a in assets), symbol)
    return found[0]
