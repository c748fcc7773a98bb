"""The way of the data: observe, target, plan, settle, check, as `Vault.rebalance` goes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from counterpoise.constraint.set import Constraint
from counterpoise.errors import BalanceCapExceeded, BoughtTooLittle, Refusal
from counterpoise.math.valuation import index_of, revalue
from counterpoise.math.weights import require_valid
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import Order, State

MAX_BALANCE = 2**112 - 1  # {unit} of one asset, the vault's cap (cases I-24)

Quote = Callable[[str, str, int], int]  # What is sold, what is bought, {unit} sold; {unit} bought.
Judge = Callable[[State, Sequence[int], State], None]


class Planner(Protocol):
    """Says which trades lead there."""

    def plan(self, state: State, target: Sequence[int], hint: bytes = b"") -> tuple[Order, ...]: ...


class Venue(Protocol):
    """A place to trade: says what a sale brings, and makes it."""

    def quote(self, sell: str, buy: str, sell_amount: int) -> int: ...

    def apply(self, order: Order) -> int: ...


@dataclass(frozen=True, slots=True)
class Decision:
    """What one step does, or the refusal that stopped it and how far it had come."""

    start: State
    target: tuple[int, ...]  # D18{1}; empty where the strategy refused
    orders: tuple[Order, ...]  # as they are filled; where that was refused, as they were planned
    end: State
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Engine:
    """The vault's own pipeline, over the twins of its parts."""

    strategy: Strategy
    planner: Planner
    venue: Venue
    constraint: Constraint

    def preview(self, start: State) -> Decision:
        """What a step from this observed state would do now: nothing moves, nothing remembers."""
        return self._decide(start, self.constraint.judge)

    def step(self, start: State) -> Decision:
        """Rebalances from this observed state: where nothing refuses, the venue moves."""
        decision = self._decide(start, self.constraint.check)
        if decision.refusal is None:
            for order in decision.orders:
                self.venue.apply(order)
        return decision

    def _decide(self, start: State, judge: Judge) -> Decision:
        target: tuple[int, ...] = ()
        orders: tuple[Order, ...] = ()
        end = start
        try:
            self.constraint.require_ready(start.time)
            target = self._target(start)
            orders = self.planner.plan(start, target)
            orders, end = settle(start, orders, self.venue.quote)
            judge(start, target, end)
        except Refusal as refusal:
            return Decision(start, target, orders, end, refusal)
        return Decision(start, target, orders, end)

    def _target(self, start: State) -> tuple[int, ...]:
        target = self.strategy.target(start)
        require_valid(target, len(start.assets))
        return target


def settle(start: State, orders: Sequence[Order], quote: Quote) -> tuple[tuple[Order, ...], State]:
    """The orders as they are filled, each of no more than there is then, and the state after them.

    It is at the prices it started from.
    Raises `AssetUnknown`, `BoughtTooLittle` or `BalanceCapExceeded`.
    """
    balances, filled = list(start.balances), []
    for order in orders:
        i, j = index_of(start.tokens, order.sell), index_of(start.tokens, order.buy)
        amount = min(order.sell_amount, balances[i])
        bought = quote(order.sell, order.buy, amount)
        if bought < order.min_buy_amount:
            raise BoughtTooLittle(order.buy, bought, order.min_buy_amount)
        balances[i] -= amount
        balances[j] += bought
        filled.append(replace(order, sell_amount=amount))
    for token, balance in zip(start.tokens, balances, strict=True):
        if balance > MAX_BALANCE:
            raise BalanceCapExceeded(token, balance, MAX_BALANCE)
    return tuple(filled), revalue(start, balances)
