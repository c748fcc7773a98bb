"""The twin of contracts/observer/estimator/FaultEstimator.sol: whether a strategy is heard."""

from dataclasses import dataclass

KIND = 4  # {byte} of a reason that tell which error it is


@dataclass(slots=True)
class FaultEstimator:
    """Whether a vault's strategy is heard, and since when."""

    faulty: bool = False
    kind: bytes = bytes(KIND)  # the reason's error, 0 where there is none
    since: int = 0  # {s}, when that was seen; 0 where the strategy has never failed

    def record(self, faulty: bool, reason: bytes, now: int) -> bool:
        """Takes in a guard's answer at a time {s}; whether it is another one than before."""
        kind = reason[:KIND].ljust(KIND, b"\0")
        if (faulty, kind) == (self.faulty, self.kind):
            return False
        self.faulty, self.kind, self.since = faulty, kind, now
        return True
