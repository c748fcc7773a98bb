"""The figures: what is lost by size of the order and by fee, with floors and without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.execution.hub import HubPlanner, Limits
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.fixed_point import ONE
from counterpoise.observer.spot import observe
from counterpoise.types import Holdings, Order, State
from tools.sandwiches.attack import Attack, Sandwich, Victim

BASIS = ONE // 10_000  # D18{1}
ASSET, HUB, VENUE = "asset", "hub", "venue"  # both tokens are worth a dollar
SIDE = 10**7 * ONE  # {unit}, of each side of the pool
FEES = (5, 30, 100)  # {bp}
# {bp} of the pool's side, that are to be sold
SIZES = (10, 14, 20, 28, 35, 42, 50, 60, 80, 100, 120, 140, 160, 200, 300, 500, 1_000, 2_000)
ROOM = 70  # {bp}, of loss beyond the fee
IMPACT = 200  # {bp}, at most, of one trade
FUNDS = 1_000 * SIDE  # {unit} that an attacker may borrow
TARGET = (ONE // 2, ONE // 2)
OFF = 10  # so many times what is to be sold is the vault worth


@dataclass(frozen=True, slots=True)
class Row:
    """One fee and size, in D18{1} of what was sold; `sold` is D18{1} of what was wanted."""

    fee: int  # {bp}
    size: int  # {bp}
    open_alone: int  # lost without floors, and without an attacker
    open_attacked: int
    kept_alone: int  # with floors
    kept_attacked: int
    bound: int  # the most that floors let pass
    sold: int  # with floors, attacked
    profit: int  # of the attacker with floors, of what was wanted


def rows(fees: Sequence[int] = FEES, sizes: Sequence[int] = SIZES) -> list[Row]:
    """A row for each fee and each size."""
    return [row(fee, size) for fee in fees for size in sizes]


def row(fee: int, size: int) -> Row:
    """The best attack on an order of that size, in a pool of that fee."""
    pools, state = ground(fee, size)
    wanted, limits = SIDE * size // 10_000, kept_limits(fee)
    naive, ours = Attack(pools, ASSET, HUB, open_orders(state)), kept_orders(state, limits)
    kept = Attack(pools, ASSET, HUB, ours)
    attacked = kept.best(FUNDS)
    return Row(
        *(fee, size, lost(naive.play(0)), lost(naive.best(FUNDS))),
        *(lost(kept.play(0)), lost(attacked), limits.max_loss),
        sum(it.sell_amount for it in attacked.orders) * ONE // wanted,
        attacked.profit * ONE // wanted,
    )


def ground(fee: int, size: int) -> tuple[UniswapV2Venue, State]:
    """The pool at the oracle's price, and a vault that is to sell a tenth of itself."""
    pools = UniswapV2Venue(ONE - fee * BASIS)
    pools.set_pool(ASSET, HUB, SIDE, SIDE)
    value = SIDE * size // 10_000 * OFF
    balances = value * 6 // 10, value * 4 // 10
    held = Holdings((ASSET, HUB), balances, ONE)
    return pools, observe(held, (ONE, ONE), (ONE, ONE), 0)


def kept_limits(fee: int) -> Limits:
    """As docs/math.md calls them sensible: a floor a little beyond the fee, a small impact."""
    return Limits(ONE, ONE, IMPACT * BASIS, (fee + ROOM) * BASIS, ONE)


def kept_orders(state: State, limits: Limits) -> Victim:
    """What the vault trades: planned in the pools that it finds, with the oracle's floors."""
    return lambda pools: HubPlanner(HUB, VENUE, limits, pools.curve).plan(state, TARGET)


def open_orders(state: State) -> Victim:
    """What a vault trades that takes whatever it gets: planned before anybody has pushed."""

    amount = state.assets[0].balance - state.value // 2
    return lambda pools: (Order(VENUE, ASSET, HUB, amount, 0),)


def lost(sandwich: Sandwich) -> int:
    """D18{1} of what was sold, rounded up; 0 where nothing was."""
    sold = sum(it.sell_amount for it in sandwich.orders)
    return -(-(sold - sum(sandwich.bought)) * ONE // sold) if sold else 0
