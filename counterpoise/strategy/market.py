"""The twin of contracts/strategy/MarketStrategy.sol."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.errors import NothingToWeigh
from counterpoise.math.bounds import require_some
from counterpoise.math.fixed_point import ONE, zero_floor_sub
from counterpoise.math.market import permits
from counterpoise.math.signals import is_calm, market_of
from counterpoise.math.valuation import index_of
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import MarketClass, State


@dataclass(frozen=True, slots=True)
class MarketStrategy:
    """Wants what another strategy wants, as far as each asset's market permits."""

    inner: Strategy
    hub: str
    max_slice: int  # D18{1}, a little below the constraint's

    def __post_init__(self) -> None:
        require_some("maxSlice", self.max_slice, ONE)

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises `AssetUnknown`, `MarketNotObserved` or `NothingToWeigh`."""
        weights = list(self.inner.target(state))
        center = index_of(state.tokens, self.hub)
        free = market_of(state.signals, center) == MarketClass.NORMAL
        if state.value == 0:
            raise NothingToWeigh
        if is_calm(state.signals):
            return tuple(weights)
        held = [asset.value * ONE // state.value for asset in state.assets]
        if not free:
            return fund(held, held, center)
        kinds = (market_of(state.signals, i) for i in range(len(held)))
        wanted = [self._permitted(*row) for row in zip(kinds, held, weights, strict=True)]
        return fund(held, wanted, center)

    def _permitted(self, kind: MarketClass, held: int, wanted: int) -> int:
        grow, shrink, part = permits(kind)
        if not (grow if wanted > held else shrink):
            return held
        if part == ONE:
            return wanted
        most = self.max_slice * part // ONE
        return (
            min(wanted, held + most) if wanted > held else max(wanted, zero_floor_sub(held, most))
        )


def fund(held: Sequence[int], wanted: Sequence[int], center: int) -> tuple[int, ...]:
    """What grows shares what is left, where that is less than it wants; the rest is the hub's."""
    others = [i for i in range(len(held)) if i != center]
    left = ONE - sum(min(held[i], wanted[i]) for i in others)
    growth = {i: zero_floor_sub(wanted[i], held[i]) for i in others}
    total = sum(growth.values())
    given = min(left, total)
    more = {i: it * given // max(total, 1) for i, it in growth.items()}
    weights = [min(held[i], wanted[i]) + more.get(i, 0) for i in range(len(held))]
    weights[center] = left - sum(more.values())
    return tuple(weights)
