"""The twin of contracts/constraint/BandConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.constraint.timeless import TimelessConstraint
from counterpoise.errors import (
    CorrelationOutOfDomain,
    NothingToWeigh,
    WithinBand,
)
from counterpoise.math.bounds import require_at_most, require_between, require_some
from counterpoise.math.covariance import MAX_VOLATILITY, volatility_or
from counterpoise.math.fixed_point import ONE
from counterpoise.math.no_trade import of_cost, of_fixed_cost, of_risk, volatility_against
from counterpoise.math.signals import CORRELATIONS, correlation_of, has
from counterpoise.math.valuation import index_of
from counterpoise.math.weights import gap
from counterpoise.types import State

MAX_BAND = ONE // 4  # D18{1}, a quarter: two halves never drift by more than a half.
MAX_INNER = ONE * 4 // 5  # D18{1}: the outer band is 1.25 times it, or the trigger chatters.
MAX_COST = ONE // 10  # D18{1}, a tenth: ten times the dearest fee tier, 1 %.
MAX_FIXED_COST = 10_000 * ONE  # D18{USD}: a whole block of 30 million gas at 100 gwei.
LEAST_AVERSION, MAX_AVERSION = 10**15, 10**20  # D18{1} (math 0.4)


@dataclass(frozen=True, slots=True)
class Bands:
    """What a band is the narrowest of. Raises `LimitOutOfRange`."""

    absolute: int  # D18{1}, the widest
    least: int  # D18{1}, the narrowest, whatever the others say
    inner: int  # D18{1} of each band, inside which a rebalance stops
    relative: int = 0  # D18{1} of the target, where there is one; 0: not asked
    risk: int = 0  # D18{1/sqrt(year)} against the hub, that a drift may be; 0: not asked
    cost: int = 0  # D18{1} of what is traded; 0: not asked
    fixed_cost: int = 0  # D18{USD} a rebalance; 0: not asked
    aversion: int = 0  # D18{1} to risk, where a cost is asked

    def __post_init__(self) -> None:
        require_some("absolute", self.absolute, MAX_BAND)
        require_some("least", self.least, self.absolute)
        require_some("inner", self.inner, MAX_INNER)
        require_at_most("relative", self.relative, ONE)
        require_at_most("risk", self.risk, ONE)
        require_at_most("cost", self.cost, MAX_COST)
        require_at_most("fixedCost", self.fixed_cost, MAX_FIXED_COST)
        if self.cost or self.fixed_cost:
            require_between("aversion", self.aversion, LEAST_AVERSION, MAX_AVERSION)

    def by_target(self, wanted: int, total: int) -> int:
        """D18{1}, but for the risk; a target D18{1}, and the vault's value D18{USD}, above 0."""
        spread = (wanted * (ONE - wanted)) ** 2 // ONE**3
        band = self.absolute
        if wanted and self.relative:
            band = min(band, wanted * self.relative // ONE)
        if self.cost:
            band = min(band, of_cost(self.cost, spread, self.aversion))
        if self.fixed_cost:
            part = min(self.fixed_cost * ONE // total, ONE)
            band = min(band, of_fixed_cost(part, spread, self.aversion))
        return band


@dataclass(slots=True)
class BandConstraint(TimelessConstraint):
    """A rebalance starts beyond a band of some asset's own and stops inside a part of each."""

    hub: str
    bands: Bands
    is_active: bool = False  # Between the slices of one rebalance.

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `WithinBand`, or what `bands_of` does."""
        self._judge(start, target)

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """Judges, then remembers whether there is more to do."""
        bands = self._judge(start, target)
        self.is_active = _farthest(end, target, bands, self.bands.inner)[0] > 0

    def bands_of(self, state: State, target: Sequence[int]) -> list[int]:
        """How far each asset may drift before a rebalance starts, D18{1}, rounded down.

        Raises `NothingToWeigh`, `AssetUnknown`, `VolatilityTooHigh`, `CorrelationNotObserved` or
        `CorrelationOutOfDomain`.
        """
        if state.value == 0:
            raise NothingToWeigh
        bands = [self.bands.by_target(wanted, state.value) for wanted in target]
        if self.bands.risk:
            bands = list(map(min, bands, self._by_risk(state)))
        return [max(band, self.bands.least) for band in bands]

    def edges_of(self, state: State, target: Sequence[int]) -> tuple[int, ...]:
        """How far each asset may still be from its target when a rebalance may stop, D18{1}.

        Raises what `bands_of` does.
        """
        return tuple(band * self.bands.inner // ONE for band in self.bands_of(state, target))

    def _by_risk(self, state: State) -> list[int]:
        center = index_of(state.tokens, self.hub)
        still = volatility_or(state.signals, center, 0)
        return [
            ONE if i == center else self._against(state, i, center, still)
            for i in range(len(state.assets))
        ]

    def _against(self, state: State, i: int, center: int, still: int) -> int:
        moving = volatility_or(state.signals, i, MAX_VOLATILITY)
        both = _correlation_of(state.signals, len(state.assets), *sorted((i, center)))
        return of_risk(self.bands.risk, volatility_against(moving, still, both))

    def _judge(self, start: State, target: Sequence[int]) -> list[int]:
        bands = self.bands_of(start, target)
        part = self.bands.inner if self.is_active else ONE
        beyond, drift, band = _farthest(start, target, bands, part)
        if beyond <= 0:
            raise WithinBand(drift, band)
        return bands


def _farthest(
    state: State, target: Sequence[int], bands: Sequence[int], part: int
) -> tuple[int, int, int]:
    """How far the asset that is the farthest beyond is so, its drift, and that part of its band."""
    if state.value == 0:
        raise NothingToWeigh
    rows = []
    for asset, wanted, band in zip(state.assets, target, bands, strict=True):
        off, most = abs(gap(asset.value, wanted, state.value)), band * part
        rows.append((off * ONE - most * state.value, off // state.value, most // ONE))
    return max(rows, key=lambda row: row[0])


def _correlation_of(signals: Sequence[int], n: int, i: int, j: int) -> int:
    if not has(signals, CORRELATIONS):
        return -ONE
    both = correlation_of(signals, n, i, j)
    if abs(both) > ONE:
        raise CorrelationOutOfDomain(i, j, both)
    return both
