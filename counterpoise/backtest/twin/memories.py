"""What a vault's estimators remember without a chain: told, and asked for what they know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from counterpoise.backtest.crowd.terms import FEED_SCALE
from counterpoise.backtest.twin.market import Market
from counterpoise.chain.rate import is_early
from counterpoise.errors import Refusal
from counterpoise.observer.estimator.covariance import CovarianceEstimator
from counterpoise.observer.estimator.drawdown import DrawdownEstimator, share_price
from counterpoise.observer.estimator.feed import Round
from counterpoise.observer.estimator.realized_variance import RealizedVarianceEstimator
from counterpoise.observer.estimator.trend import TrendEstimator
from counterpoise.observer.estimator.variance import VarianceEstimator
from counterpoise.observer.signal import SignalObserver
from counterpoise.types import Holdings, State

Words = Mapping[str, int]
Listener = VarianceEstimator | RealizedVarianceEstimator | TrendEstimator  # to feeds


@dataclass(slots=True)
class Rounds:
    """What feeds say, numbered as they say it; a deployment has posted the first of each."""

    _numbers: list[int] = field(default_factory=list)
    _times: Sequence[int] = ()  # {s}

    def told(self, prices: Sequence[int], spoken: Sequence[int]) -> list[Round]:
        """The latest of each feed: its price D18{USD/tok}, to eight decimals, and its time {s}."""
        if not self._times:
            self._numbers, self._times = [1] * len(spoken), [0] * len(spoken)
        pairs = zip(self._numbers, spoken, self._times, strict=True)
        self._numbers = [number + (then > last) for number, then, last in pairs]
        self._times = spoken
        rows = zip(self._numbers, prices, spoken, strict=True)
        return [Round(number, price // FEED_SCALE, then) for number, price, then in rows]


@dataclass(slots=True)
class Memories:
    """The estimators behind a vault's observer; None is one that is not there."""

    observer: SignalObserver
    variance: VarianceEstimator | RealizedVarianceEstimator | None = None
    trend: TrendEstimator | None = None
    covariance: CovarianceEstimator | None = None
    drawdown: DrawdownEstimator | None = None
    market: Market | None = None
    spacing: int = 0  # {s} from what one last took in to its next record, at least
    _rounds: Rounds = field(default_factory=Rounds)

    def observe(self, held: Holdings, prices: Sequence[int], time: int) -> State:
        """The state at prices D18{USD/tok} and a time {s}, with what is remembered.

        An estimator that refuses to answer leaves its signals away. Raises as the observer does.
        """
        assets = held.assets
        return self.observer.observe(
            held,
            dict(zip(assets, prices, strict=True)),
            time,
            self.market.classes(time) if self.market else None,
            volatilities=_each(assets, self.variance.volatilities_of) if self.variance else None,
            correlations=self._correlations(assets),
            trends=_each(assets, self.trend.trends_of) if self.trend else None,
            peak=self.drawdown.peak(time) if self.drawdown else 0,
        )

    def settle(self, time: int) -> None:
        """Somebody may have traded in pools that are watched, at a time {s}."""
        if self.market:
            self.market.settle(time)

    def classes(self, time: int) -> tuple[int, ...]:
        """Of each asset's market at a time {s}; nothing where nobody watches it."""
        return tuple(map(int, self.market.classes(time).values())) if self.market else ()

    def hear(
        self, assets: Sequence[str], prices: Sequence[int], spoken: Sequence[int], time: int
    ) -> bool:
        """Takes in the feeds' rounds that are new at a time {s}; whether any was.

        A feed that is refused keeps no other from being heard. `prices` D18{USD/tok}, and when
        each feed spoke {s}, in the order of the assets.
        """
        rounds = dict(zip(assets, self._rounds.told(prices, spoken), strict=True))
        return any(
            [
                _answer(it.record_asset, source.asset, rounds[source.asset], time)
                for it in (self.variance, self.trend)
                if it and not self._has_heard(it, time)
                for source in it.sources
            ]
        )

    def see(self, state: State) -> bool:
        """Takes in what all prices together and the vault's own share tell; whether any was new."""
        covariance, drawdown, time = self.covariance, self.drawdown, state.time
        met = fell = False
        if covariance and not self._is_early(covariance.time, time):
            met = _answer(covariance.record, state.prices, time)
        if drawdown and not self._is_early(drawdown.time, time):
            fell = _answer(drawdown.record, share_price(state), time)
        return bool(met or fell)

    def look(
        self,
        prices: Sequence[int],
        spoken: Sequence[int],
        time: int,
        state: State | None,
        news: bool,
    ) -> bool:
        """Pools first, then a look at the market where it is due; whether anything, or `news`, was.

        Prices D18{USD/tok}, and when each feed spoke {s}; no state where the vault has no price.
        """
        if self.market is None:
            return news
        news = self.market.record(time, self.spacing) or news
        sight = prices, spoken, time, state
        if news or self.market.is_due(*sight):
            self.market.look(*sight)
            return True
        return False

    def _has_heard(self, estimator: Listener, time: int) -> bool:
        """Whether any of its feeds' rounds is within the spacing."""
        if not self.spacing:
            return False
        return self._is_early(max(estimator.updated_at(it.asset) for it in estimator.sources), time)

    def _is_early(self, updated: int, time: int) -> bool:
        return is_early(updated, self.spacing, time)

    def _correlations(self, assets: Sequence[str]) -> Sequence[int]:
        """None before there are enough samples."""
        covariance = self.covariance
        return covariance.correlations_of(assets) if covariance and covariance.is_warm else ()


def _each(assets: Sequence[str], ask: Callable[[Sequence[str]], list[int]]) -> Words | None:
    """By asset; nothing where one of them is refused."""
    told = _answer(ask, assets)
    return None if told is None else dict(zip(assets, told, strict=True))


def _answer(ask: Callable[..., Any], *inputs: Any) -> Any:
    """Nothing where it is refused."""
    try:
        return ask(*inputs)
    except Refusal:
        return None
