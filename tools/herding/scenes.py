"""Herds of one to 64 vaults, a cascade, and a trend that goes on: the tables of docs/herd.md."""

from __future__ import annotations

from dataclasses import dataclass, replace

from counterpoise.backtest.herd.gather import herd
from counterpoise.backtest.herd.play import HUB
from counterpoise.backtest.herd.setting import HALVES, TOGETHER, Manner, Setting
from counterpoise.math.fixed_point import ONE
from counterpoise.strategy.cppi import CppiStrategy, Terms
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.strategy import Strategy

Row = dict[str, str | float | int]

PERCENT = ONE // 100
MANNERS = {
    "together": TOGETHER,
    "salts": Manner(1_800),
    "slices": Manner(salted=False, slices=6),
    "both": Manner(1_800, slices=6),
}
SIZES = (1, 2, 4, 8, 16, 32, 64)  # vaults
# A floor at nine tenths and five times the cushion: half at risk at the start, as the halves are.
FLOOR = Terms(9 * 10**5 * ONE, 0, 0, 5 * ONE, ONE // 5, ONE)
STRATEGIES: dict[str, Strategy] = {
    "halves": HALVES,
    "floor": CppiStrategy(FixedWeightStrategy((0, ONE)), HUB, FLOOR, 0),
}
# Deep enough, and limits wide enough, that no vault of 64 is cut; narrow enough that a slice leaves
# less than the eighth which is left to the next one.
DEEP = Setting(depth=200 * 10**6 * ONE, limit=6 * PERCENT)
# A fall by which the first vault alone is over its band; each next band is a tenth of 1 % wider.
FALLS = {"halves": 92 * PERCENT, "floor": 9_898 * ONE // 10_000}
HEARD = (0, 50, 100)  # {%} of what is seen that is the pool
MOVES = {"halves": 130 * PERCENT, "floor": 95 * PERCENT}
TRENDS = (6, 0, -6)  # {%} in the hour


@dataclass(frozen=True, slots=True)
class Scene:
    """One row of a table: what is told of the setting, and the setting."""

    told: Row
    setting: Setting
    manner: str

    def row(self) -> Row:
        """Percents of the price, blocks, and hundredths of a percent of what was meant."""
        it = herd(self.setting, MANNERS[self.manner]).play()
        return self.told | {
            "manner": self.manner,
            "moved": it.moved,
            "peak": round(100 * it.peak / ONE, 2),
            "blocks": it.length,
            "loss": round(10_000 * it.loss / ONE, 2),
            "undone": round(100 * it.undone / ONE, 2),
        }


def sizes() -> list[Scene]:
    """The coin has risen by 30 %, and more and more vaults know it."""
    return [
        Scene({"vaults": it}, replace(DEEP, vaults=it), manner)
        for it in SIZES
        for manner in MANNERS
    ]


def cascades() -> list[Scene]:
    """Bands side by side, the first one crossed, and prices that are the pool's, in part or all."""
    return [
        Scene({"strategy": name, "heard": heard}, _falling(name, heard), manner)
        for name in STRATEGIES
        for heard in HEARD
        for manner in MANNERS
    ]


def trends() -> list[Scene]:
    """The price goes on, stands, or turns while they trade."""
    return [
        Scene({"strategy": name, "trend": trend}, _going(name, trend), manner)
        for name in STRATEGIES
        for trend in TRENDS
        for manner in MANNERS
    ]


def _falling(name: str, heard: int) -> Setting:
    strategy, price = STRATEGIES[name], FALLS[name]
    return Setting(price=price, strategy=strategy, step=ONE // 1_000, heard=heard * PERCENT)


def _going(name: str, trend: int) -> Setting:
    strategy, price = STRATEGIES[name], MOVES[name]
    return replace(DEEP, price=price, strategy=strategy, trend=trend * PERCENT)
