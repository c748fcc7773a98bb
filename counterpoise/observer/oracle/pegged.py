"""The twin of contracts/observer/oracle/PeggedOracle.sol."""

from dataclasses import dataclass

from counterpoise.errors import Depegged, PegTooSmall
from counterpoise.math.bounds import require_some
from counterpoise.math.fixed_point import ONE, full_mul_div
from counterpoise.observer.oracle.composite import LEAST, CompositeOracle, Rate, Source

MAX_DEPEG = ONE // 10  # D18{1}; what may be off by more has no peg.


@dataclass(frozen=True, slots=True)
class PeggedOracle(CompositeOracle):
    """The market's price of an asset that is said to be worth a fixed amount, while it is."""

    source: Source  # the market's
    peg: int  # {unit} of the quote for SCALE of the base
    max_depeg: int  # D18{1} of the peg, either way

    def __post_init__(self) -> None:
        if self.peg < LEAST:
            raise PegTooSmall(self.peg, LEAST)
        require_some("maxDepeg", self.max_depeg, MAX_DEPEG)

    def rate(self, sides: bool) -> Rate:
        """Raises `SourceFailed` or `Depegged`."""
        rate = self.source.asked(sides)
        if abs(rate.mid - self.peg) > full_mul_div(self.peg, self.max_depeg, ONE):
            raise Depegged(self.base, rate.mid, self.peg, self.max_depeg)
        return rate
