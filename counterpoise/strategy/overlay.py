"""The twin of contracts/strategy/OverlayStrategy.sol."""

from dataclasses import dataclass

from counterpoise.errors import Refusal
from counterpoise.math.bounds import require_some
from counterpoise.math.fixed_point import ONE
from counterpoise.math.valuation import index_of
from counterpoise.math.weights import require_valid, scale
from counterpoise.strategy.risk_scalar import RiskScalar
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import State

MAX_SCALARS = 8
MAX_GAS = 10_000_000  # {gas}


@dataclass(frozen=True, slots=True)
class OverlayStrategy:
    """Wants what another strategy wants, times the least of several scalars of risk."""

    inner: Strategy
    hub: str  # the one asset without risk
    scalars: tuple[RiskScalar, ...]
    scalar_gas: int  # {gas} that each scalar gets for a question

    def __post_init__(self) -> None:
        require_some("scalars", len(self.scalars), MAX_SCALARS)
        require_some("scalarGas", self.scalar_gas, MAX_GAS)

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises `AssetUnknown`, as the other strategy, `WeightCount` or `WeightSum`."""
        center, part = index_of(state.tokens, self.hub), self.exposure(state)
        wanted = self.inner.target(state)
        require_valid(wanted, len(state.assets))
        return scale(wanted, part, ONE, center)

    def exposure(self, state: State) -> int:
        """D18{1}, the least of all; a scalar that refuses, or says no part, counts as 0."""
        return min(_told(scalar, state) for scalar in self.scalars)


def _told(scalar: RiskScalar, state: State) -> int:
    try:
        part = scalar.exposure(state)
    except Refusal:
        return 0
    return part if part <= ONE else 0
