"""The twin of contracts/observer/estimator/DrawdownEstimator.sol: how far a share fell."""

from dataclasses import dataclass

from counterpoise.errors import NothingRemembered, SharePriceOutOfDomain
from counterpoise.math.bounds import require_between
from counterpoise.math.decay import kept
from counterpoise.math.fixed_point import ONE, full_mul_div
from counterpoise.types import State

MIN_SPACING, MAX_SPACING = 60, 7 * 86_400  # {s}
MIN_TAU, MAX_TAU = 7 * 86_400, 3_650 * 86_400  # {s}
MOST = 2**104 - 1  # D18{USD/share}


def share_price(state: State) -> int:
    """D18{USD/share}, rounded down."""
    return full_mul_div(state.value, ONE, state.supply)


@dataclass(slots=True)
class DrawdownEstimator:
    """The highest price that a share has had, and how far below it the price is."""

    vault: str
    spacing: int  # {s} between two records, at least
    tau: int = 0  # {s}, after which a peak has faded to 1/e; 0: it never does
    time: int = 0  # {s}, of the last record
    price: int = 0  # D18{USD/share}, of the last record
    _peak: int = 0  # D18{USD/share}, at the time of the last record

    def __post_init__(self) -> None:
        require_between("spacing", self.spacing, MIN_SPACING, MAX_SPACING)
        if self.tau > 0:
            require_between("tau", self.tau, MIN_TAU, MAX_TAU)

    def record(self, price: int, now: int) -> bool:
        """Takes in the price of a share. Raises `SharePriceOutOfDomain`."""
        if now < self.time + self.spacing:
            return False
        if price > MOST:
            raise SharePriceOutOfDomain(self.vault, price, MOST)
        self._peak = max(self.peak(now), min(price, self.price))
        self.price, self.time = price, now
        return True

    def drawdown(self, price: int, now: int) -> int:
        """How far a price is below the peak, D18{1}, rounded up. Raises `NothingRemembered`."""
        top = self.peak(now)
        if top == 0:
            raise NothingRemembered(self.vault)
        return 0 if price >= top else ONE - price * ONE // top

    def peak(self, now: int) -> int:
        """D18{USD/share}, as far as it has not faded; 0 before the second record."""
        return self._peak * kept(now - self.time, self.tau) // ONE if self.tau else self._peak
