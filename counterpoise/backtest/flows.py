"""Depositors who come and go by chance: so many a day, of such a size, for so long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

import numpy as np

from counterpoise.backtest.course import Change
from counterpoise.backtest.people import Depositor, Money
from counterpoise.backtest.prices import ONE
from counterpoise.observer.spot import observe
from counterpoise.types import Holdings

DAY = 86_400  # {s}


@dataclass(frozen=True, slots=True)
class Habits:
    """How depositors behave: means of what is drawn. None come where `entries` is 0."""

    entries: float = 0.0  # {1/day}, a Poisson process
    size: float = 10_000.0  # {USD}, exponential
    stay: float = 30.0  # {day}, exponential
    single: float = 0.5  # {1}, how many bring one asset, whichever; the others come in kind


class Door(Protocol):
    """Where a vault is entered and left, at a time {s}; None where it lets nobody through."""

    account: str  # who comes and goes

    @property
    def units(self) -> Mapping[str, int]:
        """{unit/tok} by symbol, in the vault's order."""

    def enter(self, who: Depositor, money: Money, time: int, gas_price: int) -> Change | None: ...

    def leave(self, shares: int, time: int, gas_price: int) -> Change | None: ...


@dataclass(slots=True)
class Flows:
    """All of them by one account; each leaves in kind with what it came to."""

    door: Door
    habits: Habits
    seed: int
    _stays: list[tuple[int, int]] = field(default_factory=list)  # {s} of leaving, {share}
    _random: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self._random = np.random.default_rng([self.seed, 1])  # beside the market's own stream

    def play(
        self, time: int, step: int, held: Holdings, prices: tuple[int, ...], gas_price: int = 0
    ) -> list[Change]:
        """Those who leave, then those who come in a step {s}, each a block {s} later, from `time`.

        What the vault refuses does not happen: its depositor stays out. `prices`: D18{USD/tok}.
        """
        if not self.habits.entries:
            return []
        clock, changes = count(time), list[Change]()
        for shares in self._due(time):
            left = self.door.leave(shares, next(clock), gas_price)
            changes += [left] if left else []
        for _ in range(self._random.poisson(self.habits.entries * step / DAY)):
            held = changes[-1].after if changes else held
            who, money, leaves = self._arrive(time, held, prices)
            came = self.door.enter(who, money, next(clock), gas_price)
            if came:
                self._stays.append((leaves, came.after.supply - held.supply))
                changes.append(came)
        return changes

    def _due(self, time: int) -> list[int]:
        """{share} of each stay that is over; it is forgotten."""
        over = [shares for leaves, shares in self._stays if leaves <= time]
        self._stays = [it for it in self._stays if it[0] > time]
        return over

    def _arrive(
        self, time: int, held: Holdings, prices: tuple[int, ...]
    ) -> tuple[Depositor, Money, int]:
        """Who wants to get in, by what the vault is worth, and when {s} it means to leave."""
        units, random = self.door.units, self._random
        value = round(random.exponential(self.habits.size) * 100) * (ONE // 100)
        stay = round(random.exponential(self.habits.stay) * DAY)
        symbol = list(units)[random.integers(len(units))]
        single = random.random() < self.habits.single
        state = observe(held, tuple(units.values()), prices, time)
        share_price = state.value * ONE // state.supply
        money = Money(state.balances, state.supply, share_price, prices)
        return Depositor(self.door.account, value, symbol if single else None), money, time + stay
