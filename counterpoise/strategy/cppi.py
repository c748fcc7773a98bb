"""The twin of contracts/strategy/CppiStrategy.sol: a floor under the price of a share."""

from dataclasses import dataclass

from counterpoise.errors import NothingToWeigh
from counterpoise.math.bounds import require_at_most, require_between, require_some
from counterpoise.math.exponential import exp_wad
from counterpoise.math.fixed_point import (
    ONE,
    full_mul_div,
    mul_div_up,
    times,
    zero_floor_sub,
)
from counterpoise.math.signals import peak_of
from counterpoise.math.valuation import index_of
from counterpoise.math.weights import require_valid, scale
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import State

YEAR = 365 * 86_400  # {s}
MAX_FLOOR = 2**104 - 1  # D18{USD/share}, as DrawdownEstimator's
MAX_RATE = ONE // 5  # D18{1/year}
MAX_RATCHET = 95 * ONE // 100  # D18{1}
MIN_GAP = ONE // 10  # D18{1}
MAX_GROWTH = 4 * ONE  # D18{1}, 54-fold, then the floor stands
EXP_ERROR = 2  # D18{1}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is promised, and how much may be at risk for it."""

    floor: int  # D18{USD/share}, at the start
    rate: int  # D18{1/year}, at which the floor grows
    ratchet: int  # D18{1}, the part of the highest price that is kept; 0: none
    multiplier: int  # D18{1}, m
    max_gap: int  # D18{1}, the fall between two rebalances that the floor is to survive
    cap: int  # D18{1}, the most that is risky

    def __post_init__(self) -> None:
        require_some("floor", self.floor, MAX_FLOOR)
        require_at_most("rate", self.rate, MAX_RATE)
        require_at_most("ratchet", self.ratchet, MAX_RATCHET)
        require_between("maxGap", self.max_gap, MIN_GAP, ONE)
        require_some("multiplier", self.multiplier, ONE * ONE // self.max_gap)
        require_some("cap", self.cap, ONE)


@dataclass(frozen=True, slots=True)
class CppiStrategy:
    """Keeps the price of a share above a floor: near it, it wants little of what is risky."""

    inner: Strategy
    cash: str
    terms: Terms
    start: int  # {s}, when the contract was deployed

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}, rounded down but for cash. Raises `AssetUnknown`, and as `exposure` does."""
        weights = self.inner.target(state)
        require_valid(weights, len(state.assets))
        at = index_of(state.tokens, self.cash)
        return scale(weights, self.exposure(state), ONE - weights[at], at)

    def exposure(self, state: State) -> int:
        """How much may be risky, D18{1}, rounded down (math 3.6).

        Raises `NothingToWeigh` where there are no shares, and as `floor_of` does.
        """
        if state.supply == 0:
            raise NothingToWeigh
        price, least = times(state.value, ONE) // state.supply, self.floor_of(state)
        if price <= least:
            return 0
        return min(self.terms.cap, full_mul_div(self.terms.multiplier, price - least, price))

    def floor_of(self, state: State) -> int:
        """D18{USD/share}, rounded up. Raises `PeakNotObserved` where there is a ratchet."""
        least = self._grown(zero_floor_sub(state.time, self.start))
        if self.terms.ratchet == 0:
            return least
        return max(least, mul_div_up(self.terms.ratchet, peak_of(state.signals), ONE))

    def _grown(self, time: int) -> int:
        exponent = min(MAX_GROWTH, -(-times(self.terms.rate, time) // YEAR))
        if exponent == 0:
            return self.terms.floor
        return mul_div_up(self.terms.floor, exp_wad(exponent) + EXP_ERROR, ONE)
