"""The twin of contracts/constraint/VolatilityCooldownConstraint.sol."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.errors import AssetUnknown, CooldownActive
from counterpoise.math.bounds import require_at_most, require_between, require_some
from counterpoise.math.covariance import MAX_VOLATILITY, variance, volatility_or
from counterpoise.math.fixed_point import ONE, full_mul_div_up, sqrt, zero_floor_sub
from counterpoise.math.weights import total_drift, weigh
from counterpoise.types import State

MAX_INTERVAL = 7 * 86_400  # {s}, as long as the longest pause.
MAX_HALVES = 4  # Squares: what drifts to a band does so as the square of the volatility.
MIN_VOLATILITY = 10**12  # D18{1/sqrt(year)}: a price that stands still (math 3.4).
NOBODY = "0x" + "00" * 20


@dataclass(frozen=True, slots=True)
class Terms:
    """What an interval follows, and how far. Raises `LimitOutOfRange`."""

    least: int  # {s}, the shortest interval
    most: int  # {s}, the longest
    usual: int  # {s}, at the volatility of reference, and where none is known
    ref: int  # D18{1/sqrt(year)}
    halves: int  # of the exponent: the interval is in proportion to volatility ** (halves / 2)
    asset: str = NOBODY  # whose volatility it is; nobody: the whole vault's
    pace: int = 0  # D18{1} of drift closed, after which the whole interval is due; 0: after any

    def __post_init__(self) -> None:
        require_some("least", self.least, MAX_INTERVAL)
        require_between("most", self.most, self.least, MAX_INTERVAL)
        require_between("usual", self.usual, self.least, self.most)
        require_between("ref", self.ref, MIN_VOLATILITY, MAX_VOLATILITY)
        require_some("halves", abs(self.halves), MAX_HALVES)
        require_at_most("pace", self.pace, ONE)

    def interval(self, volatility: int) -> int:
        """{s}, rounded up, between the least and the most; a volatility D18{1/sqrt(year)}."""
        if volatility == 0:
            return self.usual
        volatility = min(max(volatility, MIN_VOLATILITY), MAX_VOLATILITY)
        over, under = (volatility, self.ref) if self.halves > 0 else (self.ref, volatility)
        power = abs(self.halves)
        found = _root_up(full_mul_div_up(self.usual**2, over**power, under**power))
        return min(max(found, self.least), self.most)


@dataclass(frozen=True, slots=True)
class Wait:
    """What is remembered of the last rebalance."""

    since: int = 0  # {s}
    share: int = 0  # D18{1} of the interval that is due
    interval: int = 0  # {s} that was found then

    def ready_at(self, interval: int) -> int:
        """{s}, the time at which so much of an interval {s} is over."""
        return self.since - (-interval * self.share // ONE)


@dataclass(slots=True)
class VolatilityCooldownConstraint:
    """After a rebalance the next one waits an interval that follows the volatility."""

    terms: Terms
    wait: Wait = field(default_factory=Wait)

    def require_ready(self, time: int) -> None:
        """Raises `CooldownActive` before the least interval is over, at a time {s}."""
        ready = self.wait.ready_at(self.terms.least)
        if time < ready:
            raise CooldownActive(time, ready)

    def judge(self, start: State, target: Sequence[int], end: State) -> None:
        """Raises `CooldownActive` before the interval is over, or what `volatility_of` does."""
        ready = self.wait.ready_at(self.interval_of(start))
        if start.time < ready and not self._is_sooner(start, end):
            raise CooldownActive(start.time, ready)

    def check(self, start: State, target: Sequence[int], end: State) -> None:
        """Judges, then remembers when, how much of an interval is due, and which one."""
        self.judge(start, target, end)
        share = self.share_after(start, target, end)
        self.wait = Wait(start.time, share, self.interval_of(start))

    def interval_of(self, state: State) -> int:
        """The interval {s} at a state's volatility. Raises what `volatility_of` does."""
        return self.terms.interval(self.volatility_of(state))

    def volatility_of(self, state: State) -> int:
        """D18{1/sqrt(year)}, rounded up; 0 where nothing is remembered.

        Raises `AssetUnknown`, or for the whole vault `NothingToWeigh` or as `variance` does.
        """
        if self.terms.asset == NOBODY:
            return _root_up(_variance(state, state.signals))
        if self.terms.asset not in state.tokens:
            raise AssetUnknown(self.terms.asset)
        return volatility_or(state.signals, state.tokens.index(self.terms.asset), 0)

    def share_after(self, start: State, target: Sequence[int], end: State) -> int:
        """D18{1} of an interval, rounded up; the whole too where the drift has not fallen."""
        drift, left = total_drift(start, target), total_drift(end, target)
        closed, due = zero_floor_sub(drift, left), min(self.terms.pace, drift // 2)
        return ONE if closed == 0 or closed >= due else -(-closed * ONE // due)

    def _is_sooner(self, start: State, end: State) -> bool:
        """A longer wait is for more risk: less of it waits the least."""
        early = self.terms.halves < 0 or start.time < self.wait.ready_at(self.terms.least)
        return not early and _variance(end, start.signals) < _variance(start, start.signals)


def _variance(state: State, signals: Sequence[int]) -> int:
    """D36{1/year}, of what is held and has a volatility."""
    held = enumerate(weigh(state))
    return variance(signals, [it if volatility_or(signals, i, 0) else 0 for i, it in held])


def _root_up(square: int) -> int:
    root = sqrt(square)
    return root + (root * root < square)
