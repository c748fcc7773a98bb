"""A herd in its setting, block by block, over the twins of the contracts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isqrt

from counterpoise.backtest.herd.setting import Setting
from counterpoise.backtest.herd.wake import FEE, Loss, Wake
from counterpoise.engine import Engine
from counterpoise.execution.venue import UniswapV2Venue
from counterpoise.math.exponential import exp_wad
from counterpoise.math.fixed_point import ONE
from counterpoise.math.weights import max_drift
from counterpoise.observer.spot import observe
from counterpoise.types import Holdings, State

BLOCK = 12  # {s}
LN_2 = 693_147_180_559_945_309  # D18{1}
HUB, COIN = (f"0x{it:040x}" for it in (1, 2))


@dataclass(slots=True)
class Herd:
    """The vaults of a setting, each with its own memory, and the pool that they share."""

    setting: Setting
    members: list[tuple[Engine, Holdings]]
    pool: UniswapV2Venue

    def play(self) -> Wake:
        """One period, and as long as the pool takes to be back at the price."""
        meant, before = [self._meant(*it) for it in self.members], self._holdings()
        rows = [*self._period(), *self._rest()]
        end = 2 * self.setting.period
        states = [_seen(held, self.setting.price_at(end), end) for held in self._holdings()]
        losses = tuple(Loss(a, b.value) for a, b in zip(meant, states, strict=True))
        undone = max(max_drift(it, self.setting.strategy.target(it)) for it in states)
        impact, rebalanced = zip(*rows, strict=True)
        return Wake(impact, rebalanced, losses, self._moved(before), undone)

    def _period(self) -> Iterator[tuple[int, int]]:
        """How far the pool is below the price, and how many have traded, at each block's end."""
        for time in range(self.setting.period, 2 * self.setting.period, BLOCK):
            self._recover(time)
            before = self._holdings()
            for k, (engine, held) in enumerate(self.members):
                self.members[k] = engine, self._step(engine, held, time)
            yield self._impact(time), self._moved(before)

    def _rest(self) -> Iterator[tuple[int, int]]:
        """Nobody trades any more but those who bring the pool back."""
        time = 2 * self.setting.period
        while abs(self._impact(time)) > FEE:
            self._recover(time)
            yield self._impact(time), 0

    def _step(self, engine: Engine, held: Holdings, time: int) -> Holdings:
        """What a vault then holds; the very same where it has not traded."""
        decision = engine.step(_seen(held, self._heard(time), time))
        if decision.refusal is not None:
            return held
        return replace(held, balances=decision.end.balances)

    def _holdings(self) -> list[Holdings]:
        return [held for _, held in self.members]

    def _moved(self, before: list[Holdings]) -> int:
        """How many hold something else than before."""
        return sum(a is not b for a, b in zip(before, self._holdings(), strict=True))

    def _meant(self, engine: Engine, held: Holdings) -> int:
        """D18{USD} at the end of a vault that has traded at the first moment, and for nothing."""
        start, end = (self.setting.price_at(it * self.setting.period) for it in (1, 2))
        state = _seen(held, start, self.setting.period)
        coins = state.value * engine.strategy.target(state)[1] // ONE
        return state.value + coins * (end - start) // start

    def _heard(self, time: int) -> int:
        """D18{USD/tok}, what the vaults take for the price."""
        market = self.setting.price_at(time)
        return market + (self._spot() - market) * self.setting.heard // ONE

    def _impact(self, time: int) -> int:
        return ONE - self._spot() * ONE // self.setting.price_at(time)

    def _spot(self) -> int:
        coins, dollars = self.pool.reserves[COIN, HUB]
        return dollars * ONE // coins

    def _recover(self, time: int) -> None:
        """Others trade the pool towards the price, along its own curve and for no fee."""
        gone = ONE - exp_wad(-LN_2 * BLOCK // self.setting.half_life)
        price = self._spot() + (self.setting.price_at(time) - self._spot()) * gone // ONE
        place(self.pool, price)


def place(pool: UniswapV2Venue, price: int) -> None:
    """The pool at a price D18{USD/tok}, as deep as it was."""
    coins, dollars = pool.reserves[COIN, HUB]
    pool.set_pool(
        COIN, HUB, isqrt(coins * dollars * ONE // price), isqrt(coins * dollars * price // ONE)
    )


def _seen(held: Holdings, price: int, time: int) -> State:
    return observe(held, (ONE, ONE), (ONE, price), time)
