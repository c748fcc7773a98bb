"""The twin of contracts/observer/oracle/CompositeOracle.sol: one rate of what the sources say."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from counterpoise.errors import AnswerInvalid, NotPriced, Refusal, SourceFailed
from counterpoise.math.fixed_point import ONE, full_mul_div, full_mul_div_up

SCALE = 10**36  # {unit} of the base that a source is asked about
LEAST = 10**16  # {unit}; below, a rounding would be more than 1e-16 of it.
MAX_GAS = 10_000_000  # {gas}
MAX_DEVIATION = ONE // 10  # D18{1}; who differ by more do not price the same thing.


@dataclass(frozen=True, slots=True)
class Rate:
    """What SCALE of one asset is worth in another, {unit}: at least, as quoted, at most."""

    bid: int
    mid: int
    ask: int

    def seen(self, sides: bool) -> "Rate":
        """It, or without its sides the rate alone."""
        return self if sides else Rate(self.mid, self.mid, self.mid)

    def require_sound(self, source: str) -> "Rate":
        """Itself. Raises `AnswerInvalid` where it is nothing, or not between its sides."""
        if not LEAST <= self.bid <= self.mid <= self.ask:
            raise AnswerInvalid(source, self.bid, self.mid, self.ask)
        return self

    def times(self, other: "Rate") -> "Rate":
        """By way of a third asset: multiplied before the one division, and rounded apart."""
        return Rate(
            full_mul_div(self.bid, other.bid, SCALE),
            full_mul_div(self.mid, other.mid, SCALE),
            full_mul_div_up(self.ask, other.ask, SCALE),
        )


@dataclass(frozen=True, slots=True)
class Source:
    """An oracle, and what it says of SCALE units now: a rate, or why it has none."""

    address: str
    said: Rate | Refusal

    def tried(self, sides: bool) -> Rate | Refusal:
        """A sound rate, or the refusal."""
        if isinstance(self.said, Refusal):
            return self.said
        try:
            return self.said.seen(sides).require_sound(self.address)
        except AnswerInvalid as invalid:
            return invalid

    def asked(self, sides: bool) -> Rate:
        """A sound rate. Raises `SourceFailed` with the refusal."""
        answer = self.tried(sides)
        if isinstance(answer, Refusal):
            raise SourceFailed(self.address, answer)
        return answer


@dataclass(frozen=True, slots=True)
class CompositeOracle(ABC):
    """An oracle of one pair that answers both ways by one rate."""

    address: str
    base: str
    quote: str

    @abstractmethod
    def rate(self, sides: bool) -> Rate:
        """Of the pair, with its sides or alone. Raises rather than say one it does not trust."""

    def get_quote(self, amount: int, base: str, quote: str) -> int:
        """{unit} of the quote for {unit} of the base, rounded down.

        Raises `NotPriced`, `AnswerInvalid`, or as `rate`.
        """
        is_forth = self._is_forth(base, quote)
        rate = self.rate(sides=False).require_sound(self.address).mid
        return full_mul_div(amount, rate, SCALE) if is_forth else full_mul_div(amount, SCALE, rate)

    def get_quotes(self, amount: int, base: str, quote: str) -> tuple[int, int]:
        """The same at least, rounded down, and at most, rounded up."""
        is_forth = self._is_forth(base, quote)
        rate = self.rate(sides=True).require_sound(self.address)
        if is_forth:
            return full_mul_div(amount, rate.bid, SCALE), full_mul_div_up(amount, rate.ask, SCALE)
        return full_mul_div(amount, SCALE, rate.ask), full_mul_div_up(amount, SCALE, rate.bid)

    def _is_forth(self, base: str, quote: str) -> bool:
        if (base, quote) not in {(self.base, self.quote), (self.quote, self.base)}:
            raise NotPriced(base, quote)
        return (base, quote) == (self.base, self.quote)


def are_near(first: int, second: int, most: int) -> bool:
    """Whether two rates differ by at most a fraction D18{1} of the lower one."""
    return abs(first - second) <= full_mul_div(min(first, second), most, ONE)
