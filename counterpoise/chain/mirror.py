"""A vault's parts as their twins, read from the chain: what planner and constraints know."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.guards import pace_of
from counterpoise.chain.parts import NoTwin, Parts, Read, reader
from counterpoise.chain.planners import Planners
from counterpoise.chain.report import Report
from counterpoise.chain.strategies import Strategies
from counterpoise.chain.watch import watch_of
from counterpoise.constraint.band import BandConstraint, Bands
from counterpoise.constraint.base_fee import BaseFeeConstraint
from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.gain import GainConstraint, Terms
from counterpoise.constraint.jitter import Calendar, JitterConstraint
from counterpoise.constraint.loss_budget import LossBudgetConstraint
from counterpoise.constraint.market import MarketConstraint
from counterpoise.constraint.own_impact import LANES, OwnImpactConstraint
from counterpoise.constraint.progress import ProgressConstraint
from counterpoise.constraint.schedule import ScheduleConstraint
from counterpoise.constraint.set import Constraint, ConstraintSet
from counterpoise.constraint.slice import SliceConstraint
from counterpoise.constraint.slippage import SlippageConstraint
from counterpoise.constraint.turnover import TurnoverConstraint
from counterpoise.constraint.turnover_bucket import TurnoverBucketConstraint
from counterpoise.constraint.value import ValueConstraint
from counterpoise.constraint.volatility_cooldown import Terms as Waiting
from counterpoise.constraint.volatility_cooldown import VolatilityCooldownConstraint, Wait
from counterpoise.engine import Engine
from counterpoise.math.slices import Programme
from counterpoise.math.token_bucket import Bucket
from counterpoise.types import State


def _drift(read: Read, caller: str) -> Constraint:
    return DriftConstraint(read("outer"), read("inner"), read("isActive", caller))


def _cooldown(read: Read, caller: str) -> Constraint:
    return CooldownConstraint(read("cooldown"), read("pace"), read("readyAt", caller))


def _turnover(read: Read, caller: str) -> Constraint:
    return TurnoverConstraint(read("maxTurnover"))


def _progress(read: Read, caller: str) -> Constraint:
    return ProgressConstraint(read("tolerance"))


def _value(read: Read, caller: str) -> Constraint:
    return ValueConstraint(read("maxLoss"), read("maxGain"))


def _slippage(read: Read, caller: str) -> Constraint:
    return SlippageConstraint(read("maxSlippage"))


def _loss_budget(read: Read, caller: str) -> Constraint:
    return LossBudgetConstraint(2 * read("capacity"), *read("bucketOf", caller))


def _market(read: Read, caller: str) -> Constraint:
    return MarketConstraint(read("maxSlice"))


def _band(read: Read, caller: str) -> Constraint:
    bands = Bands(*(read(name) for name in BANDS))
    return BandConstraint(read("hub"), bands, read("isActive", caller))


def _schedule(read: Read, caller: str) -> Constraint:
    numbers = read("anchor"), read("period"), read("least")
    return ScheduleConstraint(*numbers, read("lastSlot", caller))


def _gain(read: Read, caller: str) -> Constraint:
    """With the base fee that a question at this block sees: it is asked for one unit of gas."""
    terms = Terms(*(read(name) for name in TERMS))
    return GainConstraint(terms, read("etherFor", 1))


def _base_fee(read: Read, caller: str) -> Constraint:
    """With the base fee that a question at this block sees, as `_gain`."""
    return BaseFeeConstraint(read("maxBaseFee"), read("hardDrift"), read("etherFor", 1))


def _volatility_cooldown(read: Read, caller: str) -> Constraint:
    terms = Waiting(*(read(name) for name in WAITING))
    return VolatilityCooldownConstraint(terms, Wait(*read("waitOf", caller)))


def _turnover_bucket(read: Read, caller: str) -> Constraint:
    bucket = Bucket(*read("bucketOf", caller))
    return TurnoverBucketConstraint(read("cap"), read("rate"), bucket)


def _slice(read: Read, caller: str) -> Constraint:
    slices, interval, urgency, least = (read(name) for name in SLICES)
    programme = Programme(*read("programmeOf", caller))
    return SliceConstraint(slices, interval, urgency, least, programme)


def _jitter(read: Read, caller: str) -> Constraint:
    return JitterConstraint(Calendar(*read("calendar")), caller, read("lastSlot", caller))


def _own_impact(read: Read, caller: str) -> Constraint:
    last = tuple(zip(*read("lastOf", caller, LANES), strict=True))
    return OwnImpactConstraint(read("hub"), read("wait"), read("least"), last)


BANDS = ("absolute", "least", "inner", "relative", "risk", "cost", "fixedCost", "aversion")
TERMS = ("aversion", "horizon", "margin", "hardDrift", "gas", "native", "nativePrice")
SLICES = ("slices", "interval", "urgency", "least")
WAITING = ("least", "most", "usual", "ref", "halves", "asset", "pace")
# Each kind by a getter that no other kind has; what it remembers, it remembers for its caller.
KINDS: dict[str, tuple[str, Callable[[Read, str], Constraint]]] = {
    "DriftConstraint": ("outer", _drift),
    "CooldownConstraint": ("cooldown", _cooldown),
    "TurnoverConstraint": ("maxTurnover", _turnover),
    "ProgressConstraint": ("tolerance", _progress),
    "ValueConstraint": ("maxGain", _value),
    "LossBudgetConstraint": ("capacity", _loss_budget),
    "MarketConstraint": ("maxSlice", _market),
    "PaceConstraint": ("maxStep", pace_of),
    "BandConstraint": ("relative", _band),
    "ScheduleConstraint": ("anchor", _schedule),
    "GainConstraint": ("horizon", _gain),
    "BaseFeeConstraint": ("maxBaseFee", _base_fee),
    "SlippageConstraint": ("maxSlippage", _slippage),
    "VolatilityCooldownConstraint": ("usual", _volatility_cooldown),
    "TurnoverBucketConstraint": ("rate", _turnover_bucket),
    "SliceConstraint": ("slices", _slice),
    "JitterConstraint": ("calendar", _jitter),
    "OwnImpactConstraint": ("wait", _own_impact),
}
GETTERS = {"ConstraintSet": "members"} | {name: row[0] for name, row in KINDS.items()}


@dataclass(slots=True)
class Mirror:
    """Builds the engine that should do what the vault does; learns each part once.

    The prices and the pools are taken at the chain's word: what the twin computes anew is the
    classes of the market, the target, the plan, what it brings, and every constraint's judgement.
    """

    vault: VaultClient
    parts: Parts = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.parts = Parts(self.vault.w3)

    def state(self, state: State, block: int) -> State:
        """A block's state, with the signals that the estimators should have given to it."""
        watch = watch_of(self.vault, self.parts, block) if state.signals else None
        return state if watch is None else replace(state, signals=watch.signals(state))

    def engine(self, report: Report) -> Engine:
        """The twin as of the report's block. Raises `NoTwin` where a part is of an unknown kind."""
        read = reader(self.vault.vault, report.block)
        planner, market = self._planners(report.block).at(read("planner"))
        return Engine(
            strategy=Strategies(self.parts, report.block).at(read("strategy")),
            planner=planner,
            venue=market,
            constraint=self._constraint(read("constraint"), self.vault.address, report.block),
        )

    def _planners(self, block: int) -> Planners:
        def constraint(address: str, caller: str) -> Constraint:
            return self._constraint(address, caller, block)

        return Planners(self.parts, block, constraint)

    def _constraint(self, address: str, caller: str, block: int) -> Constraint:
        """One constraint, or a set with its members; they remember what they do for `caller`."""
        kind = self.parts.kind(address, GETTERS)
        if kind is None:
            raise NoTwin(f"the constraint {address} is of a kind that has no twin here")
        read = self.parts.reader(kind, address, block)
        if kind == "ConstraintSet":
            members = read("members")
            return ConstraintSet(tuple(self._constraint(m, address, block) for m in members))
        return KINDS[kind][1](read, caller)
