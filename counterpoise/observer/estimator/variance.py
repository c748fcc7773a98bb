"""The twin of contracts/observer/estimator/VarianceEstimator.sol: squared returns that fade."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from counterpoise.errors import PriorsMissing
from counterpoise.math.bounds import require_at_most, require_between
from counterpoise.math.decay import blend, clip, root_up
from counterpoise.math.fixed_point import ONE
from counterpoise.observer.estimator.feed import FeedEstimator, Round

MAX_VARIANCE = 100 * ONE  # D18{1/year}, a volatility of 1,000 % (math 0.4): no more is said.
MIN_TAU, MAX_TAU = 3_600, 365 * 86_400  # {s}
SIZE, SPAN = 10**14, 60  # D18{1}, {s}: the units of the last return
MOST, MOST_ID = 2**16 - 1, 2**32 - 1


@dataclass(frozen=True, slots=True)
class Past:
    """What is remembered of one asset: a word on chain."""

    variance: int  # D18{1/year}
    log_price: int = 0  # D18{1}
    time: int = 0  # {s}
    phase: int = 0
    round: int = 0
    size: int = 0  # {1e-4}, of the last return, rounded up
    span: int = 0  # {min}, that it took, rounded down


@dataclass(slots=True)
class VarianceEstimator(FeedEstimator):
    """The mean of an asset's squared returns, in which the older ones count less."""

    priors: Sequence[int]  # D18{1/year}
    tau: int  # {s}
    _past: dict[str, Past] = field(init=False)

    def __post_init__(self) -> None:
        FeedEstimator.__post_init__(self)
        if len(self.priors) != len(self.sources):
            raise PriorsMissing(len(self.priors), len(self.sources))
        require_between("tau", self.tau, MIN_TAU, MAX_TAU)
        for prior in self.priors:
            require_at_most("prior", prior, MAX_VARIANCE)
        rows = zip(self.sources, self.priors, strict=True)
        self._past = {source.asset: Past(prior) for source, prior in rows}

    def record_asset(self, asset: str, round_: Round, now: int) -> bool:
        """Takes in a round where it is new. Raises as `log_price_of`."""
        past = self._past_of(asset)
        same = round_.phase == past.phase
        if round_.updated_at <= past.time or (same and round_.number <= past.round):
            return False
        log_price = self.log_price_of(asset, round_, now)
        if past.time > 0 and same:
            past = self._moved(past, log_price - past.log_price, round_.updated_at - past.time)
        else:
            past = replace(past, size=0, span=0)
        self._past[asset] = replace(
            past,
            log_price=log_price,
            time=round_.updated_at,
            phase=round_.phase,
            round=min(round_.number, MOST_ID),
        )
        return True

    def variance_of(self, asset: str) -> int:
        """D18{1/year}"""
        return self._past_of(asset).variance

    def volatility_of(self, asset: str) -> int:
        """D18{1/sqrt(year)}, rounded up."""
        return root_up(self._past_of(asset).variance)

    def volatilities_of(self, assets: Sequence[str]) -> list[int]:
        """D18{1/sqrt(year)}, rounded up; 0 for an asset that nobody watches."""
        return [root_up(self._past[it].variance) if it in self._past else 0 for it in assets]

    def updated_at(self, asset: str) -> int:
        """{s}, when the last round that counts was published; 0 where none has been."""
        return self._past_of(asset).time

    def last_return(self, asset: str) -> tuple[int, int]:
        """How far the price went at the last round, uncut, D18{1}, and in what time {s}."""
        past = self._past_of(asset)
        return past.size * SIZE, past.span * SPAN

    def motion_of(self, asset: str) -> tuple[int, int, int, int]:
        """Volatility, time of the last round that counts, and its return: all of that."""
        return self.volatility_of(asset), self.updated_at(asset), *self.last_return(asset)

    def _moved(self, past: Past, change: int, time: int) -> Past:
        variance = blend(past.variance, self._counted(clip(change)), time, self.tau)
        return replace(
            past,
            variance=min(variance, MAX_VARIANCE),
            size=min(-(-abs(change) // SIZE), MOST),
            span=min(time // SPAN, MOST),
        )

    def _counted(self, change: int) -> int:
        """What of a return counts, D18{1}."""
        return change

    def _past_of(self, asset: str) -> Past:
        self.source_of(asset)
        return self._past[asset]
