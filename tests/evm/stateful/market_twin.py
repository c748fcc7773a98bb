"""What feeds, pools and a hostile venue do to a vault that asks them or trades there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from counterpoise.errors import (
    PriceFromFuture,
    PriceNotPositive,
    PriceOutOfBounds,
    PriceTooOld,
    RoundIncomplete,
    refusal,
)
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.types import Order

LEAST, MOST = 1, 10**20  # the bounds of an answer
SCALE = 10**10  # an answer has 8 decimals, a price 18


def refuse(name: str, **values: Any) -> NoReturn:
    """A refusal that no class of the package has."""
    raise refusal(name, values)


@dataclass
class FeedTwin:
    """The last round of a feed, and what ChainlinkOracle makes of it."""

    address: str
    max_age: int  # {s}
    answer: int  # 8 decimals
    updated_at: int  # {s}
    round_id: int = 1

    def post(self, answer: int, time: int) -> None:
        """A round of now."""
        self.answer, self.updated_at, self.round_id = answer, time, self.round_id + 1

    def price(self, time: int) -> int:
        """D18{USD/tok}; refuses what the oracle refuses, in its order. I-16"""
        if self.round_id == 0 or self.updated_at == 0:
            raise RoundIncomplete(self.address, self.round_id, self.updated_at)
        if self.updated_at > time:
            raise PriceFromFuture(self.address, self.updated_at, time)
        if time - self.updated_at > self.max_age:
            raise PriceTooOld(self.address, time - self.updated_at, self.max_age)
        if self.answer <= 0:
            raise PriceNotPositive(self.address, self.answer)
        if not LEAST <= self.answer <= MOST:
            raise PriceOutOfBounds(self.address, self.answer, LEAST, MOST)
        return self.answer * SCALE


@dataclass
class Room:
    """What really lies in the vault while it trades, and whether the hub moves at all."""

    vault: str
    held: list[int]  # {unit}
    frozen: bool  # the hub, and for the vault

    def send(self, i: int, amount: int) -> None:
        """Refuses where the token does."""
        self.require_moving(i)
        self.held[i] -= amount

    def require_moving(self, i: int) -> None:
        if self.frozen and i == 0:
            refuse("AccountFrozen", account=self.vault)


@dataclass
class PoolPlace:
    """The pools of Uniswap V2, moved by every trade."""

    pools: UniswapV2Venue

    def trade(self, room: Room, order: Order, i: int, j: int, amount: int) -> None:
        """Refuses as venue, token and pair do, in their order."""
        self.pools.curve(order.sell, order.buy)
        room.send(i, amount)
        out = self.pools.quote(order.sell, order.buy, amount)
        if out == 0:
            refuse("Error", words="UniswapV2: INSUFFICIENT_OUTPUT_AMOUNT")
        if room.frozen and j == 0:
            refuse("Error", words="UniswapV2: TRANSFER_FAILED")
        room.held[j] += self.pools.apply(Order(order.venue, order.sell, order.buy, amount, 0))


@dataclass
class HostilePlace:
    """MockHostileVenue: keeps what it gets, gives what it likes, calls whom it likes."""

    keeps: bool = True  # or it wants the tokens to stay in the vault
    calls_back: bool = False
    gift: int = 0  # which asset
    amount: int = 0  # {unit}

    def trade(self, room: Room, order: Order, i: int, j: int, amount: int) -> None:
        """One gift an order, whatever was sold."""
        room.send(i, amount if self.keeps else 0)
        if self.calls_back:
            refuse("ReentrancyGuardReentrantCall")
        if self.amount > 0:
            room.require_moving(self.gift)
            room.held[self.gift] += self.amount
