"""The twin of contracts/observer/estimator/MarketEstimator.sol, with what it asks given."""

from dataclasses import dataclass, field

from counterpoise.math.bounds import require_at_most, require_some
from counterpoise.math.fixed_point import ONE
from counterpoise.math.market import (
    Patience,
    Prices,
    Standing,
    advance,
    is_jump,
    judge,
    tolerances,
)
from counterpoise.types import MarketClass

MAX_VOLATILITY = 3 * ONE  # D18{1/sqrt(year)}
MAX_LAG = 3_600  # {s}
MAX_WINDOW = MAX_AGE = 86_400  # {s}
MAX_REST = 7 * 86_400  # {s}
MAX_STREAK = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as what. Raises `LimitOutOfRange` where one is nothing or too far."""

    lag: int  # {s}
    window: int  # {s}
    min_depth: int  # D18{1}
    min_jump: int  # D18{1}
    max_drawdown: int  # D18{1}
    max_age: int  # {s}
    streak: int
    spacing: int  # {s}
    rest: int  # {s}

    def __post_init__(self) -> None:
        require_at_most("lag", self.lag, MAX_LAG)
        require_some("window", self.window, MAX_WINDOW)
        require_at_most("minDepth", self.min_depth, ONE)
        require_some("minJump", self.min_jump, ONE)
        require_some("maxDrawdown", self.max_drawdown, ONE)
        require_some("maxAge", self.max_age, MAX_AGE)
        require_some("streak", self.streak, MAX_STREAK)
        require_some("spacing", self.spacing, self.max_age)
        require_at_most("rest", self.rest, MAX_REST)

    @property
    def patience(self) -> Patience:
        return Patience(self.streak, self.spacing, self.rest)


@dataclass(frozen=True, slots=True)
class Memories:
    """What the other estimators say; where one is silent, as here: calm."""

    volatility: int = 0  # D18{1/sqrt(year)}
    updated: int = 0  # {s}, when the last return ended
    size: int = 0  # D18{1}, of the last return
    span: int = 0  # {s}, that it took
    drawdown: int = 0  # D18{1}
    depth: int = ONE  # D18{1}


@dataclass(slots=True)
class MarketEstimator:
    """Remembers what each asset's market is like."""

    limits: Limits
    standings: dict[str, Standing] = field(default_factory=dict)

    def look(self, prices: Prices, deviation: int, said: Memories, time: int) -> MarketClass:
        """What a look finds; the feed's deviation D18{1}, {s}."""
        it, volatility = self.limits, min(said.volatility, MAX_VOLATILITY)
        most = tolerances(deviation, volatility, it.lag, it.window)
        found = judge(prices, most, said.depth < it.min_depth)
        tripped = found < MarketClass.CRISIS and self._tripped(said, volatility, time)
        return MarketClass.CRISIS if tripped else found

    def record(self, asset: str, prices: Prices, deviation: int, said: Memories, time: int) -> bool:
        """Looks; whether the class has changed."""
        start = self.standings.get(asset, Standing())
        found = self.look(prices, deviation, said, time)
        end = advance(start, found, time, self.limits.patience)
        self.standings[asset] = end
        return end.kind != start.kind

    def class_of(self, asset: str, time: int) -> MarketClass:
        """`UNKNOWN` where nobody has looked for too long."""
        standing = self.standings.get(asset, Standing())
        old = time > standing.seen + self.limits.max_age
        return MarketClass.UNKNOWN if old else standing.kind

    def _tripped(self, said: Memories, volatility: int, time: int) -> bool:
        if volatility == 0:
            return False
        if said.drawdown > self.limits.max_drawdown:
            return True
        if time > said.updated + self.limits.rest:
            return False
        return is_jump(said.size, said.span, volatility, self.limits.min_jump)
