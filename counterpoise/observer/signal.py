"""The twin of contracts/observer/SignalObserver.sol: its pure part, with the memories given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from counterpoise.math.signals import signals_of
from counterpoise.observer.spot import SpotObserver
from counterpoise.types import Holdings, MarketClass, State


@dataclass(frozen=True, slots=True)
class SignalObserver:
    """What another observer sees, and what the estimators remember."""

    inner: SpotObserver

    def observe(
        self,
        holdings: Holdings,
        prices: Mapping[str, int],
        time: int,
        classes: Mapping[str, MarketClass],
        volatilities: Mapping[str, int] | None = None,
        correlations: Sequence[int] = (),
    ) -> State:
        """The state at prices D18{USD/tok} and a time {s}; volatilities D18{1/sqrt(year)}, or 0.

        `correlations` D18{1}, row by row above the diagonal. Raises as the observer within.
        """
        assets = holdings.assets
        known = () if volatilities is None else tuple(volatilities[it] for it in assets)
        signals = signals_of([classes[it] for it in assets], known, correlations)
        return replace(self.inner.observe(holdings, prices, time), signals=signals)
