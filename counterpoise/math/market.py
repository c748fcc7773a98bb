"""The twin of contracts/math/Market.sol: tells manipulation from crisis."""

from dataclasses import dataclass, replace
from math import isqrt

from counterpoise.math.exponential import ln_wad
from counterpoise.math.fixed_point import ONE
from counterpoise.types import MarketClass

YEAR = 365 * 86_400  # {s}
MAX_PRICE = 10**36  # D18{USD/tok}
LEAST_TWAP = ONE // 100  # D18{1}
DEVIATIONS, SPREADS = 3, 4
HALF = ONE // 2

# The class of 8 * oracles differ + 4 * average off + 2 * spot off + thin (the table of math 7.1).
VERDICTS = (0, 3, 6, 7, 2, 4, 8, 9, 1, 5, 11, 11, 5, 5, 11, 11)


@dataclass(frozen=True, slots=True)
class Prices:
    """What somebody who looked has found, D18{USD/tok}; 0 where a source does not answer."""

    oracle: int
    second: int
    spot: int
    twap: int


@dataclass(frozen=True, slots=True)
class Tolerances:
    """What counts as a difference, D18{1} of a logarithm."""

    spot: int
    twap: int


@dataclass(frozen=True, slots=True)
class Patience:
    """How a class is left."""

    streak: int
    spacing: int  # {s}
    rest: int  # {s}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is remembered of one asset's market."""

    kind: MarketClass = MarketClass.NORMAL
    worst: MarketClass = MarketClass.NORMAL
    streak: int = 0
    since: int = 0  # {s}
    last: int = 0  # {s}
    seen: int = 0  # {s}


def judge(prices: Prices, most: Tolerances, thin: bool) -> MarketClass:
    """The class of what was found."""
    doubted = is_off(prices.oracle, prices.second, most.spot)
    lagging = is_off(prices.oracle, prices.twap, most.twap)
    pushed = is_off(prices.oracle, prices.spot, most.spot)
    if doubted and lagging and pushed and not thin and _agree(prices, most):
        return MarketClass.PRIMARY_FAULT
    return MarketClass(VERDICTS[8 * doubted + 4 * lagging + 2 * pushed + thin])


def is_off(a: int, b: int, most: int) -> bool:
    """Whether two prices differ by more than a logarithm D18{1}; whoever does not answer does."""
    if not (0 < a <= MAX_PRICE and 0 < b <= MAX_PRICE):
        return True
    return abs(ln_wad(a) - ln_wad(b)) > most


def tolerances(deviation: int, volatility: int, lag: int, window: int) -> Tolerances:
    """From a feed's deviation D18{1}, a volatility D18{1/sqrt(year)}, and two times {s}."""
    spot = max(DEVIATIONS * deviation, DEVIATIONS * spread(volatility, lag))
    twap = max(LEAST_TWAP, 2 * deviation, SPREADS * spread(volatility, window // 3))
    return Tolerances(spot, twap)


def spread(volatility: int, time: int) -> int:
    """How far a price goes in a time {s}: one standard deviation, D18{1}, rounded down."""
    return volatility * isqrt(time * ONE * ONE // YEAR) // ONE


def is_jump(size: int, span: int, volatility: int, least: int) -> bool:
    """Whether a return D18{1} in a time {s} is none that a market in its usual state makes."""
    return size > max(least, SPREADS * spread(volatility, span))


def advance(now: Standing, found: MarketClass, time: int, patience: Patience) -> Standing:
    """Takes in a look: what is worse holds at once, what is better after a streak and a rest."""
    if found >= now.kind:
        since = time if found > now.kind else now.since
        return Standing(found, since=since, last=time, seen=time)
    if time < now.seen + patience.spacing:
        return now
    worst, streak = max(found, now.worst), now.streak + 1
    if streak >= patience.streak and time >= now.last + patience.rest:
        return Standing(worst, since=time, last=time, seen=time)
    return replace(now, worst=worst, streak=min(streak, 255), seen=time)


def permits(kind: MarketClass) -> tuple[bool, bool, int]:
    """Whether more may be held, whether less, and the part D18{1} of the largest trade."""
    grow, shrink = kind <= MarketClass.SECONDARY_FAULT, kind <= MarketClass.DOUBT
    whole = kind in {MarketClass.NORMAL, MarketClass.GENUINE_MOVE}
    return grow, shrink, ONE if whole else HALF if shrink else 0


def _agree(prices: Prices, most: Tolerances) -> bool:
    near_spot = not is_off(prices.second, prices.spot, most.spot)
    return near_spot and not is_off(prices.second, prices.twap, most.twap)
