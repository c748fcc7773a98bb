"""The twin of contracts/strategy/InverseVolatilityStrategy.sol."""

from dataclasses import dataclass

from counterpoise.errors import VolatilityOutOfDomain
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import volatility_of
from counterpoise.math.weights import in_proportion
from counterpoise.types import State

MIN_VOLATILITY = 10**12  # D18{1/sqrt(year)} (math 3.4)
MAX_VOLATILITY = 10 * ONE  # D18{1/sqrt(year)}, the most that is estimated (math 0.4)
SCALE = 10**36


@dataclass(frozen=True, slots=True)
class InverseVolatilityStrategy:
    """Wants less of an asset the more its price moves."""

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises `VolatilityNotObserved`, `VolatilityOutOfDomain` or `NothingToWeigh`."""
        return in_proportion([_part(state, i) for i in range(len(state.assets))])


def _part(state: State, i: int) -> int:
    """One over the volatility, D18."""
    volatility = volatility_of(state.signals, i)
    if not MIN_VOLATILITY <= volatility <= MAX_VOLATILITY:
        token = state.assets[i].token
        raise VolatilityOutOfDomain(token, volatility, MIN_VOLATILITY, MAX_VOLATILITY)
    return SCALE // volatility
