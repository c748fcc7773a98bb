"""A Uniswap V2 pair that a market is judged by: its price now, its mean, and how deep it is."""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.backtest.twin.sight import USD, Answer, Sight, rate_by, rate_of
from counterpoise.backtest.twin.tally import Tally
from counterpoise.chain.rate import is_early
from counterpoise.errors import Refusal
from counterpoise.math.fixed_point import ONE
from counterpoise.observer.estimator import uniswap_v2_depth
from counterpoise.observer.estimator.depth import DepthEstimator
from counterpoise.observer.oracle.composite import SCALE, Source
from counterpoise.observer.oracle.cross import CrossOracle
from counterpoise.observer.oracle.uniswap_v2_spot import Reserves, UniswapV2SpotOracle
from counterpoise.observer.oracle.uniswap_v2_twap import Checkpoint, UniswapV2TwapOracle


@dataclass(slots=True)
class WatchedPair:
    """With the oracles and the estimator that were deployed for it."""

    tally: Tally
    spot: UniswapV2SpotOracle
    mean: UniswapV2TwapOracle
    deep: DepthEstimator
    age: int  # {s} from the mean's beginning to the first price

    def settle(self, time: int) -> None:
        """Somebody may have traded at a time {s}; the first time is that of the first price."""
        if not self.mean.checkpoints:
            self.tally.traded = time - self.age
            self.mean.checkpoints = [Checkpoint(0, self.tally.traded)] * 2
        self.tally.settle(time)

    def record(self, time: int, spacing: int) -> bool:
        """Takes in what is new at a time {s}; whether anything was.

        `spacing` {s} from one sample of its depth to the next, at least.
        """
        recorded = self.mean.record(self.tally.seen(time))
        if is_early(self.deep.time, spacing, time):
            return recorded
        it = self.tally.seen(time)
        sample = uniswap_v2_depth.seen((it.base, it.quote), it.traded, time)
        return self.deep.record(sample, time) or recorded

    @property
    def ratio(self) -> int:
        """How deep it is beside how deep it used to be, D18{1}; as deep where nobody knows."""
        return self.deep.ratio if self.deep.slow else ONE

    def now(self, sight: Sight) -> Answer:
        """Base's price of the moment in dollars."""
        it = self.tally.seen(sight.time)
        return self._in_dollars(self.spot, Reserves(it.base, it.quote), sight)

    def average(self, sight: Sight) -> Answer:
        """Base's mean price in dollars."""
        return self._in_dollars(self.mean, self.tally.seen(sight.time), sight)

    def _in_dollars(
        self, oracle: UniswapV2SpotOracle | UniswapV2TwapOracle, seen: object, sight: Sight
    ) -> Answer:
        base, quote = oracle.base, oracle.quote
        try:
            told: Answer = rate_of(oracle.get_quote(SCALE, base, quote, seen))  # type: ignore[arg-type]
        except Refusal as refusal:
            told = refusal
        sources = Source(oracle.pool, told), Source(quote, sight.said[quote])
        return rate_by(CrossOracle(oracle.pool, base, USD, *sources))
