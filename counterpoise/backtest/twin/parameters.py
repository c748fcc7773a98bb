"""A vault's file of parameters as twins: its strategy, planner, constraints and feeds."""

from __future__ import annotations

from decimal import Decimal

from counterpoise.backtest.twin.constraints import constraints_of
from counterpoise.backtest.twin.door import Toll
from counterpoise.backtest.twin.entry import Assets, Entry, NotPlayed, d18
from counterpoise.backtest.twin.feeds import Feed
from counterpoise.backtest.twin.strategies import Strategies
from counterpoise.constraint.pace import PaceConstraint
from counterpoise.engine import Engine
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.netting import NettingPlanner
from counterpoise.execution.place import Place
from counterpoise.execution.planner import Planner

VENUE = "pools"  # There is one, so its name decides nothing.
LIMITS = ("damping", "maxTurnover", "maxImpact", "maxLoss", "minTrade")
PLANNERS = ("hub", "netting")


def engine_of(parameters: Entry, assets: Assets, planner: Planner, market: Place) -> Engine:
    """The whole pipeline. Raises `NotPlayed`."""
    constraint = constraints_of(parameters["constraints"], assets)
    pace = next((it for it in constraint.members if isinstance(it, PaceConstraint)), None)
    strategy = Strategies(assets, pace).read(parameters["strategy"])
    return Engine(strategy, planner, market, constraint)


def planner_of(parameters: Entry, assets: Assets, market: Place) -> Planner:
    """Raises `NotPlayed`."""
    it, hub = parameters["planner"], assets.tokens[assets.hub]
    if it["kind"] not in PLANNERS:
        raise NotPlayed("planner", it["kind"])
    limits = Limits(*(d18(it[key]) for key in LIMITS))
    if it["kind"] == "netting":
        return NettingPlanner(hub, VENUE, limits, market.curve, it["marketGas"])
    return HubPlanner(hub, VENUE, limits, market.curve)


def feeds_of(parameters: Entry) -> tuple[Feed, ...]:
    """The bounds of each asset's oracle, in the vault's order. Raises `NotPlayed`."""
    return tuple(_feed(asset["symbol"], asset) for asset in parameters["assets"])


def toll_of(parameters: Entry, planner: Planner) -> Toll:
    """What is asked of who enters; of one asset, what trading it may cost where that is more."""
    deviations = tuple(d18(it["feed"]["deviation"]) for it in parameters["assets"])
    spread = max(planner.max_cost, d18(parameters["entrySpread"]))
    return Toll(spread, d18(parameters["supplyCap"]), deviations)


def _feed(symbol: str, asset: Entry) -> Feed:
    if "feed" not in asset or "oracle" in asset:
        raise NotPlayed(f"price of {symbol}", "oracle")
    it = asset["feed"]
    scale = 10 ** it["decimals"]
    bounds = (int(Decimal(it[key]) * scale) for key in ("minAnswer", "maxAnswer"))
    return Feed(symbol, it["maxAge"], *bounds)
