"""The planner of a vault's file as its twin, with the constraints that it asks how far to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from counterpoise.backtest.twin.constraints import first_of
from counterpoise.backtest.twin.entry import Entry, NotPlayed, d18
from counterpoise.constraint.band import BandConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.set import ConstraintSet
from counterpoise.constraint.slice import SliceConstraint
from counterpoise.constraint.turnover_bucket import TurnoverBucketConstraint
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.netting import NettingPlanner
from counterpoise.execution.place import Place
from counterpoise.execution.planner import Planner
from counterpoise.execution.sliced import SlicedPlanner
from counterpoise.execution.turn import TurnPlanner

VENUE = "pools"  # There is one, so its name decides nothing.
LIMITS = ("damping", "maxTurnover", "maxImpact", "maxLoss", "minTrade")


@dataclass(frozen=True, slots=True)
class Planners:
    """Reads entries on a vault's market; what stands before another one asks the vault's rules."""

    hub: str
    market: Place
    rules: ConstraintSet

    def read(self, it: Entry) -> Planner:
        """Raises `NotPlayed`."""
        if it["kind"] not in PLANNERS:
            raise NotPlayed("planner", it["kind"])
        return PLANNERS[it["kind"]](it, self)


def _by_hub(way: type[HubPlanner]) -> Callable[[Entry, Planners], Planner]:
    return lambda it, of: way(of.hub, VENUE, _limits(it), of.market.curve)


def _netting(it: Entry, of: Planners) -> Planner:
    return NettingPlanner(of.hub, VENUE, _limits(it), of.market.curve, it["marketGas"])


def _limits(it: Entry) -> Limits:
    return Limits(*(d18(it[key]) for key in LIMITS))


def _sliced(it: Entry, of: Planners) -> Planner:
    members = of.rules.members
    bands = first_of(members, BandConstraint, DriftConstraint)
    bucket = first_of(members, TurnoverBucketConstraint)
    return SlicedPlanner(of.read(it["inner"]), bands, bucket, first_of(members, SliceConstraint))


PLANNERS: dict[str, Callable[[Entry, Planners], Planner]] = {
    "hub": _by_hub(HubPlanner),
    "turn": _by_hub(TurnPlanner),
    "netting": _netting,
    "sliced": _sliced,
}
