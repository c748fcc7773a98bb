"""A vault's file of parameters as twins: its strategy, planner, constraints and feeds."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from counterpoise.backtest.twin.entry import Assets, Entry, NotPlayed, d18
from counterpoise.backtest.twin.feeds import Feed
from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.loss_budget import LossBudgetConstraint
from counterpoise.constraint.progress import ProgressConstraint
from counterpoise.constraint.schedule import ScheduleConstraint
from counterpoise.constraint.set import Constraint, ConstraintSet
from counterpoise.constraint.slippage import SlippageConstraint
from counterpoise.constraint.turnover import TurnoverConstraint
from counterpoise.constraint.turnover_bucket import TurnoverBucketConstraint
from counterpoise.constraint.value import ValueConstraint
from counterpoise.engine import Engine
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.netting import NettingPlanner
from counterpoise.execution.place import Place
from counterpoise.execution.planner import Planner
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.strategy import Strategy

VENUE = "pools"  # There is one, so its name decides nothing.
LIMITS = ("damping", "maxTurnover", "maxImpact", "maxLoss", "minTrade")
CONSTRAINTS: dict[str, Callable[[Entry], Constraint]] = {
    "drift": lambda it: DriftConstraint(d18(it["outer"]), d18(it["inner"])),
    "cooldown": lambda it: CooldownConstraint(it["cooldown"], d18(it["pace"])),
    "turnover": lambda it: TurnoverConstraint(d18(it["maxTurnover"])),
    "turnoverBucket": lambda it: TurnoverBucketConstraint(d18(it["cap"]), d18(it["rate"])),
    "slippage": lambda it: SlippageConstraint(d18(it["maxSlippage"])),
    "progress": lambda it: ProgressConstraint(d18(it["tolerance"])),
    "value": lambda it: ValueConstraint(d18(it["maxLoss"]), d18(it["maxGain"])),
    "lossBudget": lambda it: LossBudgetConstraint(d18(it["dailyBudget"])),
    "schedule": lambda it: ScheduleConstraint(
        it["anchor"], it["period"], d18(it.get("least", "0.001"))
    ),
}
PLANNERS = ("hub", "netting")


def engine_of(parameters: Entry, assets: Assets, market: Place) -> Engine:
    """The whole pipeline. Raises `NotPlayed`."""
    constraint = ConstraintSet(tuple(map(_constraint, parameters["constraints"])))
    planner = _planner(parameters["planner"], assets.tokens[assets.hub], market)
    return Engine(_strategy(parameters["strategy"], assets), planner, market, constraint)


def feeds_of(parameters: Entry) -> tuple[Feed, ...]:
    """The bounds of each asset's oracle, in the vault's order. Raises `NotPlayed`."""
    return tuple(_feed(asset["symbol"], asset) for asset in parameters["assets"])


def _feed(symbol: str, asset: Entry) -> Feed:
    if "feed" not in asset or "oracle" in asset:
        raise NotPlayed(f"price of {symbol}", "oracle")
    it = asset["feed"]
    scale = 10 ** it["decimals"]
    bounds = (int(Decimal(it[key]) * scale) for key in ("minAnswer", "maxAnswer"))
    return Feed(symbol, it["maxAge"], *bounds)


def _strategy(it: Entry, assets: Assets) -> Strategy:
    if it["kind"] != "fixed":
        raise NotPlayed("strategy", it["kind"])
    return FixedWeightStrategy(assets.each(it["weights"]))


def _planner(it: Entry, hub: str, market: Place) -> Planner:
    if it["kind"] not in PLANNERS:
        raise NotPlayed("planner", it["kind"])
    limits = Limits(*(d18(it[key]) for key in LIMITS))
    if it["kind"] == "netting":
        return NettingPlanner(hub, VENUE, limits, market.curve, it["marketGas"])
    return HubPlanner(hub, VENUE, limits, market.curve)


def _constraint(it: Entry) -> Constraint:
    if it["kind"] not in CONSTRAINTS:
        raise NotPlayed("constraint", it["kind"])
    return CONSTRAINTS[it["kind"]](it)
