"""The twin of contracts/math/TokenBucket.sol: a budget that fills with time, and is spent."""

from dataclasses import dataclass

from counterpoise.math.fixed_point import zero_floor_sub

DAY = 86_400  # {s}


@dataclass(frozen=True, slots=True)
class Bucket:
    """What was left, and when; one that nobody has touched has filled since 1970."""

    budget: int = 0  # D18{1}
    time: int = 0  # {s}

    def budget_at(self, cap: int, rate: int, time: int) -> int:
        """What is in it at a time {s}, D18{1}, rounded down.

        The cap in D18{1}, the rate in D18{1/day}.
        """
        return min(cap, self.budget + rate * zero_floor_sub(time, self.time) // DAY)
