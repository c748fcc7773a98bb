"""The twin of contracts/observer/oracle/MedianOracle.sol."""

from collections.abc import Iterable
from dataclasses import dataclass

from counterpoise.errors import (
    QuorumMissed,
    QuorumOutOfRange,
    Refusal,
    SourceCount,
    SourcesDisagree,
    SourceTwice,
)
from counterpoise.math.bounds import require_some
from counterpoise.observer.oracle.composite import (
    MAX_DEVIATION,
    MAX_GAS,
    CompositeOracle,
    Rate,
    Source,
    are_near,
)

MIN_SOURCES, MAX_SOURCES = 3, 9


@dataclass(frozen=True, slots=True)
class MedianOracle(CompositeOracle):
    """The middle answer, while a quorum answers and all of them are near each other."""

    sources: tuple[Source, ...]
    least: int  # answers: more than half of the sources
    max_deviation: int  # D18{1} of the lowest answer
    source_gas: int  # {gas}

    def __post_init__(self) -> None:
        n, seen = len(self.sources), set()
        if not MIN_SOURCES <= n <= MAX_SOURCES:
            raise SourceCount(n, MIN_SOURCES, MAX_SOURCES)
        if not n < 2 * self.least <= 2 * n:
            raise QuorumOutOfRange(self.least, n)
        require_some("maxDeviation", self.max_deviation, MAX_DEVIATION)
        require_some("sourceGas", self.source_gas, MAX_GAS)
        for source in self.sources:
            if source.address in seen:
                raise SourceTwice(source.address)
            seen.add(source.address)

    def reasons(self) -> tuple[Refusal | None, ...]:
        """Why each source has no answer now, in their order; None where it has one."""
        answers = (source.tried(sides=False) for source in self.sources)
        return tuple(it if isinstance(it, Refusal) else None for it in answers)

    def rate(self, sides: bool) -> Rate:
        """Raises `QuorumMissed` or `SourcesDisagree`."""
        rates = self._quorum(sides)
        lowest, highest = min(it.mid for it in rates), max(it.mid for it in rates)
        if not are_near(lowest, highest, self.max_deviation):
            raise SourcesDisagree(self.base, lowest, highest, self.max_deviation)
        bid, _ = middle(it.bid for it in rates)
        mid, _ = middle(it.mid for it in rates)
        _, ask = middle(it.ask for it in rates)
        return Rate(bid, mid, ask)

    def _quorum(self, sides: bool) -> list[Rate]:
        rates, failed, reason = [], f"0x{0:040x}", None
        for source in self.sources:
            answer = source.tried(sides)
            if isinstance(answer, Rate):
                rates.append(answer)
            else:
                failed, reason = source.address, answer
        if len(rates) < self.least:
            raise QuorumMissed(len(rates), self.least, failed, reason)
        return rates


def middle(numbers: Iterable[int]) -> tuple[int, int]:
    """The mean of the two numbers in the middle, rounded down and up; of an odd count it is one."""
    ordered = sorted(numbers)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    half = (high - low) // 2
    return low + half, high - half
