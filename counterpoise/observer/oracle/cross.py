"""The twin of contracts/observer/oracle/CrossOracle.sol."""

from dataclasses import dataclass

from counterpoise.observer.oracle.composite import CompositeOracle, Rate, Source


@dataclass(frozen=True, slots=True)
class CrossOracle(CompositeOracle):
    """Prices a pair by way of a third asset."""

    first: Source  # base in middle
    second: Source  # middle in quote

    def rate(self, sides: bool) -> Rate:
        """Raises `SourceFailed`."""
        return self.first.asked(sides).times(self.second.asked(sides))
