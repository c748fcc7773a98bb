"""What a vault remembers of its market, as its twin reads it."""

from dataclasses import dataclass, fields

from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.parts import Parts, Read, reader
from counterpoise.errors import Refusal
from counterpoise.math.market import Standing
from counterpoise.math.signals import (
    CORRELATIONS,
    MAX_PEAK,
    PEAK_AT,
    TRENDS,
    VOLATILITIES,
    has,
    section_of,
    signals_of,
)
from counterpoise.observer.estimator.market import Limits, MarketEstimator
from counterpoise.observer.signal import MAX_ASSETS
from counterpoise.types import MarketClass, State

NOBODY = "0x" + 40 * "0"
OBSERVERS = {"SignalObserver": "market"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What is remembered of one asset's market."""

    asset: str
    kind: MarketClass  # `UNKNOWN` too where the last look is too old
    since: int  # {s}, when the class began; 0: it was never found to be another
    time: int  # {s}, of the last look that counts; 0: nobody has ever looked
    volatility: int  # D18{1/sqrt(year)}; 0: not known


@dataclass(frozen=True, slots=True)
class Watch:
    """What the estimators behind a vault's observer say, at a block."""

    parts: Parts
    observer: str
    assets: tuple[str, ...]
    block: int

    # What they say

    def signals(self, state: State) -> tuple[int, ...]:
        """The signals of a state as its twin computes them; what is rarer is at the state's word.

        The classes and the volatilities are found anew; correlations, trends and the highest price
        of a share are taken as the chain tells them.
        """
        told, n = state.signals, len(self.assets)
        return signals_of(
            self._classes(state.time),
            [self._volatility(it) for it in self.assets] if has(told, VOLATILITIES) else (),
            section_of(told, n, CORRELATIONS),
            section_of(told, n, TRENDS),
            told[0] >> PEAK_AT & MAX_PEAK,
        )

    def _classes(self, time: int) -> list[MarketClass]:
        market = self.market()
        if market is None:
            return [MarketClass.UNKNOWN] * MAX_ASSETS
        return [market.class_of(asset, time) for asset in self.assets]

    def seen(self, time: int) -> tuple[Seen, ...]:
        """Each asset's market, at a time {s}."""
        market = self.market()
        standings = {} if market is None else market.standings
        rows = zip(self.assets, self._classes(time), strict=False)
        return tuple(self._seen(it, kind, standings.get(it, Standing())) for it, kind in rows)

    def _seen(self, asset: str, kind: MarketClass, standing: Standing) -> Seen:
        volatility = 0 if self.variance == NOBODY else self._volatility(asset)
        return Seen(asset, kind, standing.since, standing.seen, volatility)

    # How they say it

    @property
    def read(self) -> Read:
        return self.parts.reader("SignalObserver", self.observer, self.block)

    @property
    def variance(self) -> str:
        return str(self.read("variance"))

    def _volatility(self, asset: str) -> int:
        """D18{1/sqrt(year)}; 0 where nobody knows, as the observer has it."""
        try:
            read = self.parts.reader("VarianceEstimator", self.variance, self.block)
            return int(read("volatilityOf", asset))
        except Refusal:
            return 0

    def market(self) -> MarketEstimator | None:
        """The twin, as it stands; None where nobody watches a market."""
        if self.read("market") == NOBODY:
            return None
        read = self.parts.reader("MarketEstimator", self.read("market"), self.block)
        limits = Limits(**{it.name: read(_camel(it.name)) for it in fields(Limits)})
        rows = ((asset, read("standingOf", asset)) for asset in self.assets)
        return MarketEstimator(limits, {asset: _standing(row) for asset, row in rows})


def watch_of(vault: VaultClient, parts: Parts, block: int) -> Watch | None:
    """The watch of a vault at a block; None where its observer remembers nothing."""
    observer = reader(vault.vault, block)("observer")
    if parts.kind(observer, OBSERVERS) is None:
        return None
    assets = parts.reader("Vault", vault.address, block)("assets")
    return Watch(parts, observer, tuple(assets), block)


def _standing(row: tuple[int, ...]) -> Standing:
    kind, worst, *rest = row
    return Standing(MarketClass(kind), MarketClass(worst), *rest)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)
