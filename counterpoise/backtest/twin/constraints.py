"""The constraints of a vault's file as twins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from counterpoise.backtest.placed import ACCOUNT
from counterpoise.backtest.twin.entry import Assets, Entry, NotPlayed, d18
from counterpoise.constraint.band import BandConstraint, Bands
from counterpoise.constraint.base_fee import BaseFeeConstraint
from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.gain import GainConstraint
from counterpoise.constraint.gain import Terms as Worth
from counterpoise.constraint.jitter import Calendar, JitterConstraint
from counterpoise.constraint.loss_budget import LossBudgetConstraint
from counterpoise.constraint.market import MarketConstraint
from counterpoise.constraint.own_impact import OwnImpactConstraint
from counterpoise.constraint.pace import PaceConstraint
from counterpoise.constraint.progress import ProgressConstraint
from counterpoise.constraint.schedule import ScheduleConstraint
from counterpoise.constraint.set import Constraint, ConstraintSet
from counterpoise.constraint.slice import SliceConstraint
from counterpoise.constraint.slippage import SlippageConstraint
from counterpoise.constraint.turnover import TurnoverConstraint
from counterpoise.constraint.turnover_bucket import TurnoverBucketConstraint
from counterpoise.constraint.value import ValueConstraint
from counterpoise.constraint.volatility_cooldown import NOBODY, VolatilityCooldownConstraint
from counterpoise.constraint.volatility_cooldown import Terms as Waiting

BASE_FEE = 0  # {wei/gas}, of the chain of a back-test
THOUSANDTH = "0.001"  # of the vault's value, below which a trade takes no slot and moves no price
UNSALTED = f"0x{0:064x}"


def constraints_of(rows: list[Entry], assets: Assets) -> ConstraintSet:
    """In the order they speak. Raises `NotPlayed`."""
    members = tuple(_constraint(it, assets) for it in rows)
    _require_apart(members)
    return ConstraintSet(members)


def first_of(members: Iterable[Constraint], *kinds: type[Any]) -> Any:
    """The first constraint of these kinds, as the scripts find whom another part asks; or None."""
    return next((it for it in members if isinstance(it, kinds)), None)


def _require_apart(members: Sequence[Constraint]) -> None:
    """Slices go one way on purpose: who minds that waits no longer than from one to the next."""
    programme, impact = (first_of(members, it) for it in (SliceConstraint, OwnImpactConstraint))
    if programme and impact:
        impact.require_apart(programme.interval)


def _constraint(it: Entry, assets: Assets) -> Constraint:
    if it["kind"] not in CONSTRAINTS:
        raise NotPlayed("constraint", it["kind"])
    return CONSTRAINTS[it["kind"]](it, assets)


def _band(it: Entry, assets: Assets) -> Constraint:
    asked = ("relative", "risk", "cost", "fixedCost", "aversion")
    numbers = [d18(it[key]) for key in ("absolute", "least", "inner")]
    bands = Bands(*numbers, *(d18(it.get(key, 0)) for key in asked))
    return BandConstraint(assets.named(it, "hub"), bands)


def _gain(it: Entry, assets: Assets) -> Constraint:
    native = assets.tokens[it["native"]] if "native" in it else NOBODY
    terms = Worth(
        d18(it["aversion"]),
        it["horizon"],
        d18(it["margin"]),
        d18(it["hardDrift"]),
        it["gas"],
        native,
        d18(it.get("nativePrice", 0)),
    )
    return GainConstraint(terms, BASE_FEE)


def _volatility_cooldown(it: Entry, assets: Assets) -> Constraint:
    asset = assets.tokens[it["asset"]] if "asset" in it else NOBODY
    least, most, usual = (it[key] for key in ("least", "most", "usual"))
    terms = Waiting(least, most, usual, d18(it["ref"]), it["halves"], asset, d18(it["pace"]))
    return VolatilityCooldownConstraint(terms)


def _schedule(it: Entry, assets: Assets) -> Constraint:
    return ScheduleConstraint(it["anchor"], it["period"], d18(it.get("least", THOUSANDTH)))


def _jitter(it: Entry, assets: Assets) -> Constraint:
    """Its moments are those of the account for which it remembers: nobody's without a chain."""
    salt = bytes.fromhex(it.get("salt", UNSALTED).removeprefix("0x"))
    least = d18(it.get("least", THOUSANDTH))
    calendar = Calendar(it["anchor"], it["period"], it["window"], salt, least)
    return JitterConstraint(calendar, it.get(ACCOUNT, NOBODY))


def _slice(it: Entry, assets: Assets) -> Constraint:
    numbers = it["slices"], it["interval"], d18(it.get("urgency", 0))
    return SliceConstraint(*numbers, d18(it["least"]))


def _own_impact(it: Entry, assets: Assets) -> Constraint:
    least = d18(it.get("least", THOUSANDTH))
    return OwnImpactConstraint(assets.named(it, "hub"), it["wait"], least)


CONSTRAINTS: dict[str, Callable[[Entry, Assets], Constraint]] = {
    "drift": lambda it, _: DriftConstraint(d18(it["outer"]), d18(it["inner"])),
    "cooldown": lambda it, _: CooldownConstraint(it["cooldown"], d18(it["pace"])),
    "volatilityCooldown": _volatility_cooldown,
    "schedule": _schedule,
    "jitter": _jitter,
    "slice": _slice,
    "ownImpact": _own_impact,
    "pace": lambda it, _: PaceConstraint(d18(it["maxStep"]), d18(it["pace"])),
    "band": _band,
    "gain": _gain,
    "baseFee": lambda it, _: BaseFeeConstraint(it["maxBaseFee"], d18(it["hardDrift"]), BASE_FEE),
    "market": lambda it, _: MarketConstraint(d18(it["maxSlice"])),
    "turnover": lambda it, _: TurnoverConstraint(d18(it["maxTurnover"])),
    "turnoverBucket": lambda it, _: TurnoverBucketConstraint(d18(it["cap"]), d18(it["rate"])),
    "slippage": lambda it, _: SlippageConstraint(d18(it["maxSlippage"])),
    "progress": lambda it, _: ProgressConstraint(d18(it["tolerance"])),
    "value": lambda it, _: ValueConstraint(d18(it["maxLoss"]), d18(it["maxGain"])),
    "lossBudget": lambda it, _: LossBudgetConstraint(d18(it["dailyBudget"])),
}
