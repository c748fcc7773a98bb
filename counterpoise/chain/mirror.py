"""A vault's parts as their twins, read from the chain: what planner and constraints know."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from web3 import Web3
from web3.contract import Contract

from counterpoise.chain.asking import NotAContract, asking
from counterpoise.chain.contracts import VaultClient, contract_at
from counterpoise.chain.report import Report, curve_of
from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.loss_budget import LossBudgetConstraint
from counterpoise.constraint.progress import ProgressConstraint
from counterpoise.constraint.set import Constraint, ConstraintSet
from counterpoise.constraint.turnover import TurnoverConstraint
from counterpoise.constraint.value import ValueConstraint
from counterpoise.engine import Engine, Strategy
from counterpoise.errors import CounterpoiseError, NoMarket
from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.strategy.fixed_weight import FixedWeightStrategy

Read = Callable[..., Any]  # A getter's name and arguments; its answer at the mirror's block.


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


# Each kind by a getter that no other kind has; what it remembers, it remembers for its caller.
KINDS: dict[str, tuple[str, Callable[[Read, str], Constraint]]] = {
    "DriftConstraint": ("outer", _drift),
    "CooldownConstraint": ("cooldown", _cooldown),
    "TurnoverConstraint": ("maxTurnover", _turnover),
    "ProgressConstraint": ("tolerance", _progress),
    "ValueConstraint": ("maxGain", _value),
    "LossBudgetConstraint": ("capacity", _loss_budget),
}
PLANNER = ("hub", "venue", "damping", "maxTurnover", "maxImpact", "maxLoss", "minTrade")


@dataclass(frozen=True, slots=True)
class Mirror:
    """Builds the engine that should do what the vault does; learns each part once.

    The prices and the pools are taken at the chain's word: what the twin computes anew is the
    target, the plan, what it brings, and every constraint's judgement. Parts have no setters, so
    what one says without being told of whom is asked only once; what it remembers of somebody is
    asked at every block.
    """

    vault: VaultClient
    _kinds: dict[str, str] = field(default_factory=dict, repr=False)
    _said: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)
    _parts: dict[tuple[str, str], Contract] = field(default_factory=dict, repr=False)

    def engine(self, report: Report) -> Engine:
        """The twin as of the report's block. Raises `NoTwin` where a part is of an unknown kind."""
        read = _reader(self.vault.vault, report.block)
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
        read = self._reader("FixedWeightStrategy", address, block)
        try:
            return FixedWeightStrategy(tuple(read("weights")))
        except NotAContract:
            raise NoTwin(f"the strategy {address} is no FixedWeightStrategy") from None

    def _planner(self, address: str, block: int) -> dict[str, Any]:
        read = self._reader("HubPlanner", address, block)
        try:
            return {name: read(name) for name in PLANNER}
        except NotAContract:
            raise NoTwin(f"the planner {address} is no HubPlanner") from None

    def _market(self, venue: str, hub: str, report: Report) -> UniswapV2Venue:
        read = self._reader("UniswapV2Venue", venue, report.block)
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
        kind = self._kinds.get(address) or self._kind(address)
        self._kinds[address] = kind
        read = self._reader(kind, address, block)
        if kind == "ConstraintSet":
            members = read("members")
            return ConstraintSet(tuple(self._constraint(m, address, block) for m in members))
        return KINDS[kind][1](read, caller)

    def _kind(self, address: str) -> str:
        getters = {"ConstraintSet": "members"} | {name: row[0] for name, row in KINDS.items()}
        for kind, getter in getters.items():
            if _answers(contract_at(self._w3, kind, address), getter):
                return kind
        raise NoTwin(f"the constraint {address} is of a kind that has no twin here")

    def _reader(self, kind: str, address: str, block: int) -> Read:
        """Reads a part at a block, what never changes from memory."""
        read = _reader(self._part(kind, address), block)

        def recall(name: str, *arguments: Any) -> Any:
            if arguments:
                return read(name, *arguments)
            if (address, name) not in self._said:
                self._said[address, name] = read(name)
            return self._said[address, name]

        return recall

    def _part(self, kind: str, address: str) -> Contract:
        if (kind, address) not in self._parts:
            self._parts[kind, address] = contract_at(self._w3, kind, address)
        return self._parts[kind, address]

    @property
    def _w3(self) -> Web3:
        return self.vault.w3


def _reader(contract: Contract, block: int) -> Read:
    def read(name: str, *arguments: Any) -> Any:
        with asking(f"a part of a vault: {contract.address}"):
            return contract.functions[name](*arguments).call(block_identifier=block)

    return read


def _answers(contract: Contract, getter: str) -> bool:
    try:
        with asking(getter):
            contract.functions[getter]().call()
    except NotAContract:
        return False
    return True
