"""The twin of contracts/strategy/OptionReplicationStrategy.sol."""

from dataclasses import dataclass
from enum import IntEnum

from counterpoise.errors import SameAsset, VolatilityOutOfDomain
from counterpoise.math.bounds import require_at_most, require_between, require_some
from counterpoise.math.decay import YEAR
from counterpoise.math.exponential import exp_wad, ln_wad
from counterpoise.math.fixed_point import ONE, full_mul_div, mul_div_up, sdiv, sqrt
from counterpoise.math.normal_distribution import cdf
from counterpoise.math.signals import volatility_of
from counterpoise.math.valuation import index_of
from counterpoise.types import State

MIN_VOLATILITY = ONE // 100  # D18{1/sqrt(year)}
MAX_VOLATILITY = 10 * ONE  # D18{1/sqrt(year)}, the most that is estimated (math 0.4)
MIN_TERM, MAX_TERM = 3_600, 730 * 86_400  # {s}
MAX_PRICE = 10**30  # D18{USD/tok}, the most that an observer tells
MAX_RATE = ONE // 2  # D18{1/year}
MIN_INTERVAL, MAX_INTERVAL = 60, 30 * 86_400  # {s}
MAX_COST = ONE // 10  # D18{1}
MEAN_MOVE = 797_884_560_802_865_356  # D18{1}, sqrt(2/pi)


class Kind(IntEnum):
    """What is replicated: the asset and a put on it, or the asset less a call on it."""

    PROTECTIVE_PUT = 0
    COVERED_CALL = 1


@dataclass(frozen=True, slots=True)
class OptionReplicationStrategy:
    """Wants of a risky asset and of cash what an option on it would be made of.

    The chain's constructor knows the time, and refuses an expiry that is not an hour to 730 days
    away with `LimitOutOfRange`; here it is any.
    """

    kind: Kind
    risky: str
    cash: str
    strike: int  # D18{USD/tok}
    expiry: int  # {s}
    rate: int  # D18{1/year}, what cash earns
    interval: int  # {s} between two rebalances
    cost: int  # D18{1} of what is traded, there and back

    def __post_init__(self) -> None:
        if self.risky == self.cash:
            raise SameAsset(self.risky)
        require_some("strike", self.strike, MAX_PRICE)
        require_at_most("rate", abs(self.rate), MAX_RATE)
        require_between("interval", self.interval, MIN_INTERVAL, MAX_INTERVAL)
        require_at_most("cost", self.cost, MAX_COST)

    @property
    def drag(self) -> int:
        """D18{1/sqrt(year)}, what trading costs, as volatility (math 1.2)."""
        return mul_div_up(MEAN_MOVE, self.cost, sqrt(self.interval * ONE * ONE // YEAR))

    @property
    def least_volatility(self) -> int:
        """D18{1/sqrt(year)}: below it a covered call costs all that it earns."""
        return MIN_VOLATILITY + (self.drag if self.kind == Kind.COVERED_CALL else 0)

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises `AssetUnknown`, `VolatilityNotObserved` or `VolatilityOutOfDomain`."""
        at = index_of(state.tokens, self.risky)
        variance = self.variance_of(volatility_of(state.signals, at))
        term = max(MIN_TERM, min(self.expiry - state.time, MAX_TERM))
        weight = self._weight(state.assets[at].price, variance, term)
        weights = [0] * len(state.assets)
        weights[at], weights[index_of(state.tokens, self.cash)] = weight, ONE - weight
        return tuple(weights)

    def variance_of(self, volatility: int) -> int:
        """Leland's variance D36{1/year} for a volatility as observed, D18{1/sqrt(year)}."""
        least = self.least_volatility
        if not least <= volatility <= MAX_VOLATILITY:
            raise VolatilityOutOfDomain(self.risky, volatility, least, MAX_VOLATILITY)
        return volatility * (volatility + self._side * self.drag)

    def distances(self, price: int, variance: int, term: int) -> tuple[int, int]:
        """d1 and d2, D18{1}, for a price D18{USD/tok}, a variance D36{1/year} and a term {s}."""
        deviation = sqrt(variance * term // YEAR)
        distance = ln_wad(price) - ln_wad(self.strike) + self._growth(term)
        d1 = sdiv(distance * ONE, deviation) + deviation // 2
        return d1, d1 - deviation

    def _weight(self, price: int, variance: int, term: int) -> int:
        d1, d2 = self.distances(price, variance, term)
        held = price * ONE * cdf(self._side * d1)
        lent = self.strike * exp_wad(-self._growth(term)) * cdf(-self._side * d2)
        return full_mul_div(held, ONE, held + lent)

    def _growth(self, term: int) -> int:
        """What cash earns until the expiry, D18{1}."""
        return sdiv(self.rate * term, YEAR)

    @property
    def _side(self) -> int:
        return 1 if self.kind == Kind.PROTECTIVE_PUT else -1
