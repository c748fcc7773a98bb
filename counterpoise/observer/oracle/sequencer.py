"""The twin of contracts/observer/oracle/SequencerOracle.sol."""

from dataclasses import dataclass

from counterpoise.errors import (
    Refusal,
    SequencerDown,
    SequencerGrace,
    SequencerUnknown,
    SourceFailed,
)
from counterpoise.math.bounds import require_some
from counterpoise.observer.oracle.composite import CompositeOracle, Rate, Source

MAX_GRACE = 86_400  # {s}


@dataclass(frozen=True, slots=True)
class Status:
    """What the sequencer's feed says: 0 is up; since when {s}."""

    answer: int
    since: int


@dataclass(frozen=True, slots=True)
class SequencerOracle(CompositeOracle):
    """What another oracle says, but not while the sequencer is down or has just come back."""

    source: Source
    feed: str
    grace: int  # {s}
    status: Status | Refusal
    time: int  # {s}

    def __post_init__(self) -> None:
        require_some("grace", self.grace, MAX_GRACE)

    def rate(self, sides: bool) -> Rate:
        """Raises `SequencerUnknown`, `SequencerDown`, `SequencerGrace` or `SourceFailed`."""
        self._require_up()
        return self.source.asked(sides)

    def _require_up(self) -> None:
        if isinstance(self.status, Refusal):
            raise SourceFailed(self.feed, self.status)
        since = self.status.since
        if not 0 < since <= self.time:
            raise SequencerUnknown(self.feed, since, self.time)
        if self.status.answer != 0:
            raise SequencerDown(self.feed, since)
        if self.time - since < self.grace:
            raise SequencerGrace(self.feed, self.time - since, self.grace)
