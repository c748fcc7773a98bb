"""The twin of contracts/observer/oracle/FallbackOracle.sol."""

from dataclasses import dataclass

from counterpoise.errors import BothFailed, OracleDeviation, Refusal, SourceTwice
from counterpoise.math.bounds import require_some
from counterpoise.observer.oracle.composite import (
    MAX_DEVIATION,
    MAX_GAS,
    CompositeOracle,
    Rate,
    Source,
    are_near,
)


@dataclass(frozen=True, slots=True)
class FallbackOracle(CompositeOracle):
    """The first one's answer where the second does not contradict it, the second's where the
    first has none."""

    primary: Source
    secondary: Source
    max_deviation: int  # D18{1} of the lower one
    source_gas: int  # {gas}

    def __post_init__(self) -> None:
        if self.primary.address == self.secondary.address:
            raise SourceTwice(self.primary.address)
        require_some("maxDeviation", self.max_deviation, MAX_DEVIATION)
        require_some("sourceGas", self.source_gas, MAX_GAS)

    def source(self) -> str:
        """The oracle by which a question is answered now. Raises as `rate`."""
        first, _ = self._answers(sides=False)
        return (self.secondary if isinstance(first, Refusal) else self.primary).address

    def rate(self, sides: bool) -> Rate:
        """Raises `BothFailed` or `OracleDeviation`."""
        given = [it for it in self._answers(sides) if isinstance(it, Rate)]
        bid, ask = min(it.bid for it in given), max(it.ask for it in given)
        return Rate(bid, given[0].mid, ask).seen(sides)

    def _answers(self, sides: bool) -> tuple[Rate | Refusal, Rate | Refusal]:
        """One of them at least is a rate, and two do not contradict each other."""
        first, second = self.primary.tried(sides), self.secondary.tried(sides)
        if isinstance(first, Refusal) and isinstance(second, Refusal):
            raise BothFailed(self.primary.address, first, self.secondary.address, second)
        if isinstance(first, Rate) and isinstance(second, Rate):
            self._require_near(first.mid, second.mid)
        return first, second

    def _require_near(self, first: int, second: int) -> None:
        if not are_near(first, second, self.max_deviation):
            raise OracleDeviation(self.base, first, second, self.max_deviation)
