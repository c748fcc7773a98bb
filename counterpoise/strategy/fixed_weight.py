"""The twin of contracts/strategy/FixedWeightStrategy.sol."""

from dataclasses import dataclass

from counterpoise.errors import WeightCount
from counterpoise.math.weights import require_valid
from counterpoise.types import State


@dataclass(frozen=True, slots=True)
class FixedWeightStrategy:
    """Always wants the same weights."""

    weights: tuple[int, ...]  # D18{1}, in the order of the vault's assets

    def __post_init__(self) -> None:
        require_valid(self.weights, len(self.weights))

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}, one for each asset. Raises `WeightCount` for a state of another size."""
        if len(state.assets) != len(self.weights):
            raise WeightCount(len(self.weights), len(state.assets))
        return self.weights
