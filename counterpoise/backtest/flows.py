"""Depositors who come and go by chance: so many a day, of such a size, for so long."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

import numpy as np

from counterpoise.backtest.course import Change, Kind
from counterpoise.backtest.keeper import Keeper
from counterpoise.backtest.people import Depositor, Money, enter, redeem
from counterpoise.backtest.prices import ONE
from counterpoise.chain.node import Call
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


@dataclass(slots=True)
class Flows:
    """All of them by one account of the chain; each leaves in kind with what it came to."""

    keeper: Keeper
    account: str
    habits: Habits
    seed: int
    _stays: list[tuple[int, int]] = field(default_factory=list)  # {s} of leaving, {share}
    _random: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self._random = np.random.default_rng([self.seed, 1])  # beside the market's own stream

    def play(
        self, time: int, step: int, held: Holdings, prices: tuple[int, ...], gas_price: int
    ) -> list[Change]:
        """Those who leave, then those who come in a step {s}, each a block {s} later, from `time`.

        What the vault refuses does not happen: its depositor stays out. `prices`: D18{USD/tok}.
        """
        clock, stage, changes = count(time), self.keeper.stage, list[Change]()
        for shares in self._due(time):
            leaving = redeem(stage, self.account, shares)
            changes += self._settled(Kind.EXIT, next(clock), leaving, gas_price)
        for _ in range(self._random.poisson(self.habits.entries * step / DAY)):
            held = changes[-1].after if changes else held
            calls, leaves = self._arrive(time, held, prices)
            for change in self._settled(Kind.ENTRY, next(clock), calls, gas_price):
                self._stays.append((leaves, change.after.supply - held.supply))
                changes.append(change)
        return changes

    def _due(self, time: int) -> list[int]:
        """{share} of each stay that is over; it is forgotten."""
        over = [shares for leaves, shares in self._stays if leaves <= time]
        self._stays = [it for it in self._stays if it[0] > time]
        return over

    def _arrive(self, time: int, held: Holdings, prices: tuple[int, ...]) -> tuple[list[Call], int]:
        """What one sends to get in, and when it means to leave."""
        tokens, random = self.keeper.stage.tokens, self._random
        value = round(random.exponential(self.habits.size) * 100) * (ONE // 100)
        stay = round(random.exponential(self.habits.stay) * DAY)
        symbol = list(tokens)[random.integers(len(tokens))]
        single = random.random() < self.habits.single
        state = observe(held, tuple(10**it.decimals for it in tokens.values()), prices, time)
        share_price = state.value * ONE // state.supply
        money = Money(state.balances, state.supply, share_price, prices)
        who = Depositor(self.account, value, symbol if single else None)
        return enter(self.keeper.stage, who, money), time + stay

    def _settled(self, kind: Kind, time: int, calls: list[Call], gas_price: int) -> list[Change]:
        """The change of the last call, in a block of that time {s}; none where it was refused."""
        last = self.keeper.node.mine(time, *calls)[-1]
        if not last.succeeded:
            return []
        return [Change(kind, time, self.keeper.holdings(), (), last.gas_used, gas_price)]
