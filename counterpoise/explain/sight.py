"""What a strategy sees: a state and what is remembered in it, in the numbers people ask for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TypeVar

from counterpoise.errors import Refusal
from counterpoise.math.fixed_point import ONE
from counterpoise.math.signals import (
    correlation_of,
    market_of,
    peak_of,
    trend_of,
    volatility_of,
)
from counterpoise.math.weights import weigh
from counterpoise.types import MarketClass, State

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Seen:
    """One asset; None for what the state does not know."""

    token: str
    balance: int  # {unit}
    price: int  # D18{USD/tok}
    value: int  # D18{USD}
    weight: int  # D18{1}
    market: MarketClass | None
    volatility: int | None  # D18{1/sqrt(year)}
    trend: int | None  # D18


@dataclass(frozen=True, slots=True)
class Pair:
    """How two assets move together."""

    first: str
    second: str
    correlation: int  # D18{1}


@dataclass(frozen=True, slots=True)
class Sight:
    """All of it."""

    time: int  # {s}
    value: int  # D18{USD}
    supply: int  # {share}
    share_price: int | None  # D18{USD/share}
    peak: int | None  # D18{USD/share}
    assets: tuple[Seen, ...]
    pairs: tuple[Pair, ...]  # those whose correlation is known


def sight_of(state: State) -> Sight:
    """What a state says. Raises `NothingToWeigh` where it has no value."""
    return Sight(
        time=state.time,
        value=state.value,
        supply=state.supply,
        share_price=state.value * ONE // state.supply if state.supply else None,
        peak=_known(partial(peak_of, state.signals)),
        assets=tuple(_seen(state, i, weight) for i, weight in enumerate(weigh(state))),
        pairs=tuple(_pairs(state)),
    )


def _seen(state: State, i: int, weight: int) -> Seen:
    asset, signals = state.assets[i], state.signals
    return Seen(
        token=asset.token,
        balance=asset.balance,
        price=asset.price,
        value=asset.value,
        weight=weight,
        market=_known(partial(market_of, signals, i)),
        volatility=_known(partial(volatility_of, signals, i)),
        trend=_known(partial(trend_of, signals, len(state.assets), i)),
    )


def _pairs(state: State) -> Iterator[Pair]:
    n = len(state.assets)
    for i, j in combinations(range(n), 2):
        both = _known(partial(correlation_of, state.signals, n, i, j))
        if both is not None:
            yield Pair(state.tokens[i], state.tokens[j], both)


def _known(read: Callable[[], Known]) -> Known | None:
    """What a state says, or None where it does not know."""
    try:
        return read()
    except Refusal:
        return None
