"""The twin of contracts/strategy/VolatilityTargetStrategy.sol."""

from dataclasses import dataclass
from math import isqrt

from counterpoise.errors import NothingToWeigh
from counterpoise.math.bounds import require_at_most, require_some
from counterpoise.math.covariance import MAX_VOLATILITY, variance
from counterpoise.math.fixed_point import ONE
from counterpoise.math.valuation import index_of
from counterpoise.math.weights import require_valid, scale
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import State

MAX_BAND = ONE // 4  # D18{1}


@dataclass(frozen=True, slots=True)
class VolatilityTargetStrategy:
    """Wants so much of another strategy's risky assets that the vault is as volatile as meant."""

    inner: Strategy
    cash: str
    volatility: int  # D18{1/sqrt(year)}, that is meant
    band: int  # D18{1} of the exposure that is held
    max_rise: int  # D18{1} of the vault, a rebalance

    def __post_init__(self) -> None:
        require_some("volatility", self.volatility, MAX_VOLATILITY)
        require_at_most("band", self.band, MAX_BAND)
        require_some("maxRise", self.max_rise, ONE)

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises as `exposure` does."""
        basket, center = self._basket_of(state)
        return scale(basket, self._exposure(state, basket, center), sum(basket), center)

    def exposure(self, state: State) -> int:
        """D18{1}, how much of what is risky may be held.

        Raises `AssetUnknown`, `NothingToWeigh`, as the other strategy does, and as a variance does.
        """
        return self._exposure(state, *self._basket_of(state))

    def _basket_of(self, state: State) -> tuple[list[int], int]:
        """What the other strategy wants without the cash, D18{1}, and where the cash is."""
        basket = list(self.inner.target(state))
        require_valid(basket, len(state.assets))
        center = index_of(state.tokens, self.cash)
        basket[center] = 0
        return basket, center

    def _exposure(self, state: State, basket: list[int], center: int) -> int:
        if state.value == 0:
            raise NothingToWeigh
        held = (state.value - state.values[center]) * ONE // state.value
        wanted = scaled(self.volatility, sum(basket), variance(state.signals, basket))
        if abs(wanted - held) * ONE <= self.band * held:
            return held
        return min(wanted, held + self.max_rise)


def scaled(volatility: int, risky: int, moves: int) -> int:
    """The part D18{1} at which a basket of a variance D36{1/year} is as volatile as meant.

    The volatility D18{1/sqrt(year)}, the basket's sum D18{1}.
    """
    return min(isqrt((volatility * risky) ** 2 // moves), ONE) if moves else ONE
