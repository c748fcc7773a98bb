"""The twin of contracts/observer/SignalObserver.sol: its pure part, with the memories given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from counterpoise.math.signals import signals_of
from counterpoise.observer.spot import SpotObserver
from counterpoise.types import Holdings, MarketClass, State

MAX_ASSETS = 20


@dataclass(frozen=True, slots=True)
class SignalObserver:
    """What another observer sees, and what the estimators remember."""

    inner: SpotObserver

    def observe(
        self,
        holdings: Holdings,
        prices: Mapping[str, int],
        time: int,
        classes: Mapping[str, MarketClass] | None = None,
        volatilities: Mapping[str, int] | None = None,
        correlations: Sequence[int] = (),
        trends: Mapping[str, int] | None = None,
        peak: int = 0,
    ) -> State:
        """The state at prices D18{USD/tok} and a time {s}; None is what nobody remembers.

        `volatilities` D18{1/sqrt(year)}, 0 where unknown; `correlations` D18{1}, row by row above
        the diagonal; `trends` D18; `peak` D18{USD/share}. Raises as the observer within.
        """
        assets = holdings.assets
        kinds = [MarketClass.UNKNOWN] * MAX_ASSETS
        if classes is not None:
            kinds = [classes[it] for it in assets]
        lists = ([] if it is None else [it[a] for a in assets] for it in (volatilities, trends))
        moves, ways = lists
        signals = signals_of(kinds, moves, correlations, ways, peak)
        return replace(self.inner.observe(holdings, prices, time), signals=signals)
