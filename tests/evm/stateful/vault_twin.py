"""What the vault should be after anything: books, shares and claims in integers, and the engine."""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.constraint.cooldown import CooldownConstraint
from counterpoise.constraint.drift import DriftConstraint
from counterpoise.constraint.loss_budget import LossBudgetConstraint
from counterpoise.constraint.progress import ProgressConstraint
from counterpoise.constraint.set import ConstraintSet
from counterpoise.constraint.turnover import TurnoverConstraint
from counterpoise.constraint.value import ValueConstraint
from counterpoise.engine import Decision, Engine
from counterpoise.math.valuation import shares_for, sides
from counterpoise.observer.spot import SpotObserver, observe
from counterpoise.types import Holdings, State
from tests.founding import Settings

MEMBERS = (
    DriftConstraint,
    CooldownConstraint,
    TurnoverConstraint,
    ProgressConstraint,
    ValueConstraint,
    LossBudgetConstraint,
)


@dataclass
class VaultTwin:
    """Moves as the vault moves, with no chain behind it."""

    assets: tuple[str, ...]
    units: tuple[int, ...]
    prices: list[int]  # D18{USD/tok}
    books: list[int]  # {unit}
    held: list[int]  # {unit}, what really lies in the vault
    supply: int
    spread: int
    deviation: int
    shares: dict[str, int]
    claims: dict[tuple[str, int], int]
    engine: Engine
    paused_until: int = 0

    def state(self, time: int) -> State:
        """What the observer would say."""
        holdings = Holdings(self.assets, tuple(self.books), self.supply)
        return observe(holdings, self.units, self.prices, time)

    def mint(self, who: str, shares: int) -> list[int]:
        """Takes each asset in proportion, rounded up."""
        amounts = [-(-shares * balance // self.supply) for balance in self.books]
        for i, amount in enumerate(amounts):
            self._take(i, amount)
        self._issue(who, shares)
        return amounts

    def shares_for(self, i: int, amount: int) -> int:
        """What one asset buys, each side at its worse price, less spread or what trading costs."""
        holdings = Holdings(self.assets, tuple(self.books), self.supply)
        quotes = {t: sides(p, self.deviation) for t, p in zip(self.assets, self.prices)}
        observer = SpotObserver(dict(zip(self.assets, self.units)))
        paid, held = observer.appraise(holdings, quotes, self.assets[i], amount)
        spread = max(self.spread, self.engine.planner.max_cost)
        return shares_for(paid, held, self.supply, spread)

    def deposit(self, who: str, i: int, amount: int) -> int:
        """Takes one asset at its price."""
        shares = self.shares_for(i, amount)
        self._take(i, amount)
        self._issue(who, shares)
        return shares

    def redeem(self, who: str, shares: int, skip: tuple[int, ...]) -> list[int]:
        """Pays each asset in proportion, rounded down; what is skipped is kept as a claim."""
        amounts = [shares * balance // self.supply for balance in self.books]
        for i, amount in enumerate(amounts):
            self.books[i] -= amount
            if i in skip:
                self.claims[who, i] = self.claims.get((who, i), 0) + amount
            else:
                self.held[i] -= amount
        self._issue(who, -shares)
        return amounts

    def claim(self, who: str, i: int) -> int:
        """Pays what was skipped."""
        amount = self.claims.pop((who, i))
        self.held[i] -= amount
        return amount

    def reserved(self, i: int) -> int:
        """{unit} of asset i that is promised."""
        return sum(amount for (_, asset), amount in self.claims.items() if asset == i)

    def sync(self, i: int) -> None:
        """Writes a donation into the books."""
        self.books[i] = self.held[i] - self.reserved(i)

    def rebalance(self, time: int) -> Decision:
        """One step of the engine; books and holdings follow where nothing refuses."""
        decision = self.engine.step(self.state(time))
        if decision.refusal is None:
            for i, balance in enumerate(decision.end.balances):
                self.held[i] += balance - self.books[i]
                self.books[i] = balance
        return decision

    def _take(self, i: int, amount: int) -> None:
        self.books[i] += amount
        self.held[i] += amount

    def _issue(self, who: str, shares: int) -> None:
        self.shares[who] = self.shares.get(who, 0) + shares
        self.supply += shares


def constraints_of(settings: Settings) -> ConstraintSet:
    """The members of the set, in the order in which they speak."""
    numbers = settings.members().values()
    return ConstraintSet(tuple(kind(*its) for kind, its in zip(MEMBERS, numbers, strict=True)))
