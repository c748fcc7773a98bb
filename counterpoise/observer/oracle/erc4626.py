"""The twin of contracts/observer/oracle/Erc4626Oracle.sol."""

from dataclasses import dataclass

from counterpoise.errors import RateTooHigh, RateTooLow, Refusal, SourceFailed
from counterpoise.math.bounds import require_at_most
from counterpoise.math.fixed_point import ONE, full_mul_div, full_mul_div_up
from counterpoise.observer.oracle.composite import CompositeOracle, Rate, Source

YEAR = 365 * 86_400  # {s}
MAX_GROWTH = ONE  # D18{1}; a vault that doubles in a year is none of ours.
MAX_LOSS = ONE // 2  # D18{1}; one that has lost half is to be looked at.


@dataclass(frozen=True, slots=True)
class Erc4626Oracle(CompositeOracle):
    """Prices a vault's share: what it converts to, within bounds, at the price of its asset.

    The base is the vault.
    """

    source: Source  # of the vault's asset
    listed_rate: int  # {unit} of the asset for SCALE shares
    listed_at: int  # {s}
    max_growth: int  # D18{1} of the listed rate, in a year
    max_loss: int  # D18{1} of the listed rate, ever
    converted: int | Refusal  # {unit} of the asset for SCALE shares, as the vault says
    time: int  # {s}

    def __post_init__(self) -> None:
        require_at_most("maxGrowth", self.max_growth, MAX_GROWTH)
        require_at_most("maxLoss", self.max_loss, MAX_LOSS)

    def most_rate(self) -> int:
        """{unit} of the asset for SCALE shares, the most that is believed now."""
        growth = self.max_growth * (self.time - self.listed_at)
        return self.listed_rate + full_mul_div(self.listed_rate, growth, ONE * YEAR)

    def least_rate(self) -> int:
        """{unit} of the asset for SCALE shares, the least that is believed."""
        return full_mul_div_up(self.listed_rate, ONE - self.max_loss, ONE)

    def rate(self, sides: bool) -> Rate:
        """Raises `SourceFailed`, `RateTooLow` or `RateTooHigh`."""
        rate = self.within()
        return Rate(rate, rate, rate).times(self.source.asked(sides))

    def within(self) -> int:
        """What the vault says, {unit} of the asset for SCALE shares. Raises as `rate`."""
        if isinstance(self.converted, Refusal):
            raise SourceFailed(self.base, self.converted)
        if self.converted < self.least_rate():
            raise RateTooLow(self.base, self.converted, self.least_rate())
        if self.converted > self.most_rate():
            raise RateTooHigh(self.base, self.converted, self.most_rate())
        return self.converted
