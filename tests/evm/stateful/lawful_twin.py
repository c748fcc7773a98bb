"""The vault's twin with its refusals: the same as the vault's, in the order in which it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from counterpoise.constraint.set import ConstraintSet
from counterpoise.engine import MAX_BALANCE
from counterpoise.errors import (
    BalanceCapExceeded,
    BoughtTooLittle,
    DeadlineTooFar,
    Expired,
    IsPaused,
    NothingToClaim,
    SupplyCapExceeded,
    UnexpectedBalanceChange,
    VenueNotAllowed,
    ZeroShares,
)
from counterpoise.math.valuation import index_of, revalue
from counterpoise.math.weights import require_valid
from counterpoise.types import Order, State
from tests.evm.stateful.market_twin import FeedTwin, HostilePlace, PoolPlace, Room, refuse
from tests.evm.stateful.vault_twin import VaultTwin

PATIENCE = 600  # {s} that a keeper's orders may wait
PAUSE = 7 * 86_400  # {s}


@dataclass(kw_only=True)
class LawfulTwin(VaultTwin):
    """Refuses with the vault's errors, or moves as it does; nothing is half done."""

    vault: str
    cap: int  # {share}
    feeds: list[FeedTwin]
    pools: PoolPlace
    hostile: HostilePlace
    places: dict[str, Any]  # every venue that there is
    allowed: set[str]  # those that governance allows
    fresh: ConstraintSet  # the one that may take the constraint's place
    frozen: bool = False
    observer_broken: bool = False
    record: list[tuple[int, int]] = field(default_factory=list)  # {s}, D18{1} lost

    def observed(self, time: int) -> State:
        """The state, or the first feed that may not be believed. I-16"""
        if self.observer_broken:
            refuse("Broken")
        self.prices = [feed.price(time) for feed in self.feeds]
        return self.state(time)

    # Holders

    def minted(self, who: str, shares: int, time: int) -> list[int]:
        """Entry in kind."""
        self._require_open(time)
        self._require_room(shares)
        amounts = [-(-shares * balance // self.supply) for balance in self.books]
        for i, amount in enumerate(amounts):
            self._require_cap(i, self.books[i] + amount)
        self._require_moving(amounts)
        return self.mint(who, shares)

    def deposited(self, who: str, i: int, amount: int, time: int) -> int:
        """Entry with one asset."""
        self._require_open(time)
        self._require_cap(i, self.books[i] + amount)
        self.observed(time)
        self._require_room(self.shares_for(i, amount))
        self._require_moving([amount if k == i else 0 for k in range(3)])
        return self.deposit(who, i, amount)

    def redeemed(self, who: str, shares: int, skip: tuple[int, ...]) -> list[int]:
        """Exit: nothing but the tokens stands in its way. I-17"""
        if shares == 0:
            raise ZeroShares
        balance = self.shares.get(who, 0)
        if shares > balance:
            refuse("ERC20InsufficientBalance", sender=who, balance=balance, needed=shares)
        amounts = [shares * book // self.supply for book in self.books]
        self._require_moving([0 if i in skip else amount for i, amount in enumerate(amounts)])
        return self.redeem(who, shares, skip)

    def claimed(self, who: str, i: int) -> int:
        if not self.claims.get((who, i)):
            raise NothingToClaim(who, self.assets[i])
        self._require_moving([self.claims[who, i] if k == i else 0 for k in range(3)])
        return self.claim(who, i)

    def transferred(self, giver: str, taker: str, amount: int) -> bool:
        balance = self.shares.get(giver, 0)
        if amount > balance:
            refuse("ERC20InsufficientBalance", sender=giver, balance=balance, needed=amount)
        self.shares[giver] = balance - amount
        self.shares[taker] = self.shares.get(taker, 0) + amount
        return True

    def synced(self, i: int) -> None:
        self._require_cap(i, self.held[i] - self.reserved(i))
        self.sync(i)

    # Rebalances

    def rebalanced(self, time: int) -> tuple[State, State]:
        """Anybody's rebalance: the planner's orders. Returns the start and the end."""
        start, target = self._decided(time)
        return self._traded(start, target, self.engine.planner.plan(start, target))

    def executed(self, orders: Sequence[Order], deadline: int, time: int) -> tuple[State, State]:
        """A keeper's own orders, under the same constraints."""
        self._require_open(time)
        if time > deadline:
            raise Expired(deadline, time)
        if deadline > time + PATIENCE:
            raise DeadlineTooFar(deadline, time + PATIENCE)
        start, target = self._decided(time)
        return self._traded(start, target, orders)

    def foreseen(self, time: int) -> bool:
        """What checkUpkeep says."""
        self._require_open(time)
        self.engine.constraint.require_ready(time)
        decision = self.engine.preview(self.observed(time))
        if decision.refusal is not None:
            raise decision.refusal
        for order in decision.orders:
            self._require_allowed(order)
        return True

    def _decided(self, time: int) -> tuple[State, tuple[int, ...]]:
        self._require_open(time)
        self.engine.constraint.require_ready(time)
        start = self.observed(time)
        target = self.engine.strategy.target(start)
        require_valid(target, len(self.assets))
        return start, target

    def _traded(
        self, start: State, target: Sequence[int], orders: Sequence[Order]
    ) -> tuple[State, State]:
        """Settles each order and asks the constraints once; where one refuses, pools go back."""
        pools, room = self.pools.pools, Room(self.vault, list(self.held), self.frozen)
        reserves = dict(pools.reserves)
        balances = list(self.books)
        try:
            for order in orders:
                self._settle(room, balances, order)
            for i, balance in enumerate(balances):
                self._require_cap(i, balance)
            end = revalue(start, balances)
            self.engine.constraint.check(start, target, end)
        except Exception:
            pools.reserves = reserves
            raise
        self.books, self.held = balances, room.held
        return start, end

    def _require_allowed(self, order: Order) -> None:
        if order.venue not in self.allowed:
            raise VenueNotAllowed(order.venue)

    def _settle(self, room: Room, balances: list[int], order: Order) -> None:
        """I-19 Moves what the order sells and what it buys, and books nothing else."""
        self._require_allowed(order)
        i, j = index_of(self.assets, order.sell), index_of(self.assets, order.buy)
        amount = min(order.sell_amount, balances[i])
        expected, before = room.held[i] - amount, room.held[j]
        self.places[order.venue].trade(room, order, i, j, amount)
        if room.held[i] != expected:
            raise UnexpectedBalanceChange(order.sell, room.held[i], expected)
        bought = max(room.held[j] - before, 0)
        if bought < order.min_buy_amount:
            raise BoughtTooLittle(order.buy, bought, order.min_buy_amount)
        balances[i] -= amount
        balances[j] += bought

    # What is asked

    def _require_open(self, time: int) -> None:
        if time < self.paused_until:
            raise IsPaused(self.paused_until)

    def _require_room(self, shares: int) -> None:
        room = max(self.cap - self.supply, 0)
        if shares == 0:
            raise ZeroShares
        if shares > room:
            raise SupplyCapExceeded(shares, room)

    def _require_cap(self, i: int, balance: int) -> None:
        """I-24"""
        if balance > MAX_BALANCE:
            raise BalanceCapExceeded(self.assets[i], balance, MAX_BALANCE)

    def _require_moving(self, amounts: Sequence[int]) -> None:
        """Of these {unit} of each asset only the hub can be frozen."""
        if self.frozen and amounts[0] > 0:
            refuse("AccountFrozen", account=self.vault)
