"""The strategies that are played, one line each, and the numbers they are deployed with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from counterpoise.math.fixed_point import ONE
from counterpoise.strategy.blend import BlendStrategy
from counterpoise.strategy.cppi import CppiStrategy, Terms
from counterpoise.strategy.fixed_weight import FixedWeightStrategy
from counterpoise.strategy.inverse_volatility import InverseVolatilityStrategy
from counterpoise.strategy.linear_glide import LinearGlideStrategy
from counterpoise.strategy.minimum_variance import Descent, MinimumVarianceStrategy
from counterpoise.strategy.momentum import MomentumStrategy
from counterpoise.strategy.option_replication import Kind, OptionReplicationStrategy
from counterpoise.strategy.overlay import OverlayStrategy
from counterpoise.strategy.risk_parity import RiskParityStrategy
from counterpoise.strategy.strategy import Strategy
from counterpoise.strategy.volatility_target import VolatilityTargetStrategy
from tools.strategies.held import Held
from tools.strategies.market import Look, Market
from tools.strategies.rolled import Rolled
from tools.strategies.setting import CASH, DAY, RISKY

LATE = 20 * ONE // 100  # D18{1}, risky at the end of the glide path
MEANT = 20 * ONE // 100  # D18{1/sqrt(year)}
BAND, RISE = ONE // 20, ONE // 10  # D18{1}, of the volatility target
MOST_VOLATILE = 10 * ONE  # D18{1/sqrt(year)}: a target that is never met holds all that is risky.
FLOOR, MULTIPLIER, GAP = 80 * ONE // 100, 3 * ONE, ONE // 3  # D18{USD/share}, D18{1}, D18{1}
KEPT_OF_PEAK = 80 * ONE // 100  # D18{1}
TERM, STRIKE = 365 * DAY, 80 * ONE // 100  # {s}, D18{1} of the price when a contract begins
NANO = 10**9  # D18{1}
KAPPA, SWING = ONE, 3  # D18{1} for a trend of 1; what a weight may be times and over the fixed one
TOLERANCE, PART_GAS = ONE // 10**6, 500_000  # D18{1}, {gas}


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a strategy is to work."""

    market: Market
    kept: int  # D18{1}, what of a sale its pool trades

    @property
    def first(self) -> Look:
        return self.market.looks[0]

    @property
    def end(self) -> int:
        """{s}"""
        return self.market.looks[-1].time

    def fixed(self, risky: int = RISKY) -> FixedWeightStrategy:
        return FixedWeightStrategy(self.market.basket(risky))

    def beside_cash(self, inner: Strategy) -> Strategy:
        """A strategy without cash has its part of the vault, and cash the rest."""
        parts = (inner, self.fixed(0))
        return BlendStrategy(parts, (RISKY, ONE - RISKY), self.fixed(), PART_GAS)


def glide(it: Ground) -> Strategy:
    return LinearGlideStrategy(
        it.market.basket(RISKY), it.market.basket(LATE), it.first.time, it.end
    )


def volatility_target(it: Ground) -> VolatilityTargetStrategy:
    return VolatilityTargetStrategy(it.fixed(ONE), CASH, MEANT, BAND, RISE)


def inverse_volatility(it: Ground) -> Strategy:
    """A target that is never met takes the cash out of the proportions."""
    inner = InverseVolatilityStrategy()
    return it.beside_cash(VolatilityTargetStrategy(inner, CASH, MOST_VOLATILE, 0, ONE))


def risk_parity(it: Ground) -> Strategy:
    return it.beside_cash(RiskParityStrategy(it.market.basket(ONE), TOLERANCE))


def minimum_variance(it: Ground) -> Strategy:
    """A third to three times the fixed weights; without a book it descends each time."""
    low, high = swung(it)
    return MinimumVarianceStrategy(None, low, high, (), Descent())


def momentum(it: Ground) -> Strategy:
    """Within the same bounds."""
    return MomentumStrategy(it.fixed(), (KAPPA,) * it.market.risky + (0,), ONE, *swung(it))


def swung(it: Ground) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What a weight may be, D18{1} in whole steps of 1e-9; cash keeps its own."""
    *base, cash = it.market.basket(RISKY)
    low, high = (w // SWING // NANO * NANO for w in base), (min(w * SWING, ONE) for w in base)
    return (*low, cash), (*high, cash)


def cppi(it: Ground, ratchet: int = 0) -> CppiStrategy:
    terms = Terms(FLOOR, 0, ratchet, MULTIPLIER, GAP, ONE)
    return CppiStrategy(it.fixed(ONE), CASH, terms, it.first.time)


def tipp(it: Ground) -> CppiStrategy:
    return cppi(it, KEPT_OF_PEAK)


def protective_put(it: Ground) -> Rolled:
    """Contracts of a year on the first asset; the last one ends with the prices."""
    looks = [look for look in it.market.looks if (look.time - it.first.time) % TERM == 0]
    return Rolled(tuple(look.time for look in looks), tuple(put(it, look) for look in looks))


def put(it: Ground, look: Look) -> OptionReplicationStrategy:
    """Insures four fifths of the price that the first asset has now."""
    strike, expiry = look.prices[0] * STRIKE // ONE, min(look.time + TERM, it.end)
    asset, cost = it.market.tokens[0], 2 * (ONE - it.kept)
    return OptionReplicationStrategy(Kind.PROTECTIVE_PUT, asset, CASH, strike, expiry, 0, DAY, cost)


def blend(it: Ground) -> Strategy:
    parts = (it.fixed(), volatility_target(it))
    return BlendStrategy(parts, (ONE // 2, ONE // 2), it.fixed(), PART_GAS)


def overlay(it: Ground) -> OverlayStrategy:
    return OverlayStrategy(it.fixed(ONE), CASH, (volatility_target(it), cppi(it)), PART_GAS)


CASES: Mapping[str, Callable[[Ground], Strategy]] = {
    "buy and hold": lambda it: Held(),
    "fixed weights": lambda it: it.fixed(),
    "glide path": glide,
    "volatility target": volatility_target,
    "inverse volatility": inverse_volatility,
    "risk parity": risk_parity,
    "minimum variance": minimum_variance,
    "momentum": momentum,
    "CPPI": cppi,
    "CPPI, narrow band": cppi,
    "TIPP": tipp,
    "protective put": protective_put,
    "blend": blend,
    "overlay": overlay,
}
NARROW = ("CPPI, narrow band",)  # Played with setting.NARROW.


def floor_in(strategy: Strategy) -> CppiStrategy | None:
    """What keeps a floor under the share, if anything does."""
    parts = strategy.scalars if isinstance(strategy, OverlayStrategy) else (strategy,)
    return next((it for it in parts if isinstance(it, CppiStrategy)), None)


def volatility_in(strategy: Strategy) -> VolatilityTargetStrategy | None:
    """What has a volatility in mind, if anything does."""
    parts = strategy.scalars if isinstance(strategy, OverlayStrategy) else (strategy,)
    return next((it for it in parts if isinstance(it, VolatilityTargetStrategy)), None)
