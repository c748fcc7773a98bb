"""The books of the vault that is played, and the state it is seen in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import signals_of
from counterpoise.observer.estimator.drawdown import DrawdownEstimator
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import Asset, MarketClass, State
from tools.strategies.market import Look, Market
from tools.strategies.setting import CASH_UNIT, HOUR, RISKY, SUPPLY, UNIT, VALUE


@dataclass(slots=True)
class Vault:
    """What is held, and the highest price that a share has had."""

    tokens: tuple[str, ...]
    units: tuple[int, ...]  # {unit/tok}
    balances: tuple[int, ...]  # {unit}
    peak: DrawdownEstimator

    def observe(self, look: Look, watched: bool) -> State:
        """The state at a close, the share's price recorded; unwatched, every market is normal."""
        rows = zip(self.tokens, self.units, self.balances, look.prices, strict=True)
        assets = tuple(Asset(it, unit, had, p, had * p // unit) for it, unit, had, p in rows)
        value = sum(it.value for it in assets)
        self.peak.record(value * ONE // SUPPLY, look.time)
        kinds = look.classes if watched else (MarketClass.NORMAL,) * len(assets)
        words, top = (look.volatilities, look.correlations, look.trends), self.peak.peak(look.time)
        signals = signals_of(kinds, *words, top)
        return State(look.time, SUPPLY, value, assets, signals)

    def fill(self, weights: Sequence[int], look: Look) -> None:
        """Puts in the first value at these weights D18{1}, without a trade."""
        rows = zip(weights, self.units, look.prices, strict=True)
        self.balances = tuple(VALUE * it // ONE * unit // p for it, unit, p in rows)


def seeded(market: Market, strategy: Strategy) -> Vault:
    """One that holds what the strategy wants of a vault of equal parts and cash."""
    first = market.looks[0]
    peak = DrawdownEstimator("vault", HOUR)
    for hours in (2, 1):
        peak.record(ONE, first.time - hours * HOUR)
    vault = Vault(market.tokens, (UNIT,) * market.risky + (CASH_UNIT,), (), peak)
    vault.fill(market.basket(RISKY), first)
    vault.fill(strategy.target(vault.observe(first, False)), first)
    return vault
