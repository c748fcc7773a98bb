"""A vault's parts as their twins, read from the chain: what planner and constraints know."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from counterpoise.chain.asking import NotAContract
from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.parts import Parts, Read, reader
from counterpoise.chain.report import Report, curve_of
from counterpoise.chain.watch import watch_of
from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.loss_budget import LossBudgetConstraint
from counterpoise.constraint.market import MarketConstraint
from counterpoise.constraint.progress import ProgressConstraint
from counterpoise.constraint.set import Constraint, ConstraintSet
from counterpoise.constraint.turnover import TurnoverConstraint
from counterpoise.constraint.value import ValueConstraint
from counterpoise.engine import Engine
from counterpoise.errors import CounterpoiseError, NoMarket
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.market import MarketStrategy
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import State


class NoTwin(CounterpoiseError):
    """A part of the vault is of a kind that this package has no twin of."""


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


def _loss_budget(read: Read, caller: str) -> Constraint:
    return LossBudgetConstraint(2 * read("capacity"), *read("bucketOf", caller))


def _market(read: Read, caller: str) -> Constraint:
    return MarketConstraint(read("maxSlice"))


# Each kind by a getter that no other kind has; what it remembers, it remembers for its caller.
KINDS: dict[str, tuple[str, Callable[[Read, str], Constraint]]] = {
    "DriftConstraint": ("outer", _drift),
    "CooldownConstraint": ("cooldown", _cooldown),
    "TurnoverConstraint": ("maxTurnover", _turnover),
    "ProgressConstraint": ("tolerance", _progress),
    "ValueConstraint": ("maxGain", _value),
    "LossBudgetConstraint": ("capacity", _loss_budget),
    "MarketConstraint": ("maxSlice", _market),
}
GETTERS = {"ConstraintSet": "members"} | {name: row[0] for name, row in KINDS.items()}
STRATEGIES = {"FixedWeightStrategy": "weights", "MarketStrategy": "inner"}
PLANNER = ("hub", "venue", "damping", "maxTurnover", "maxImpact", "maxLoss", "minTrade")


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
        values = self._planner(read("planner"), report.block)
        hub, venue = values["hub"], values["venue"]
        market = self._market(venue, hub, report)
        limits = Limits(*(values[name] for name in PLANNER[2:]))
        return Engine(
            strategy=self._strategy(read("strategy"), report.block),
            planner=HubPlanner(hub, venue, limits, market.curve),
            venue=market,
            constraint=self._constraint(read("constraint"), self.vault.address, report.block),
        )

    def _strategy(self, address: str, block: int) -> Strategy:
        kind = self.parts.kind(address, STRATEGIES)
        if kind is None:
            raise NoTwin(f"the strategy {address} is of a kind that has no twin here")
        read = self.parts.reader(kind, address, block)
        if kind == "FixedWeightStrategy":
            return FixedWeightStrategy(tuple(read("weights")))
        return MarketStrategy(self._strategy(read("inner"), block), read("hub"), read("maxSlice"))

    def _planner(self, address: str, block: int) -> dict[str, Any]:
        read = self.parts.reader("HubPlanner", address, block)
        try:
            return {name: read(name) for name in PLANNER}
        except NotAContract:
            raise NoTwin(f"the planner {address} is no HubPlanner") from None

    def _market(self, venue: str, hub: str, report: Report) -> UniswapV2Venue:
        read = self.parts.reader("UniswapV2Venue", venue, report.block)
        market = UniswapV2Venue()
        for asset in report.holdings.assets:
            if asset == hub:
                continue
            try:
                curve = curve_of(read("curve", asset, hub))
            except NoMarket:
                continue  # The twin says so itself if it comes to trade there.
            market.kept = curve.kept
            market.set_pool(asset, hub, curve.sell_reserve, curve.buy_reserve)
        return market

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
