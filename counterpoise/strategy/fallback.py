"""The twin of contracts/strategy/FallbackStrategy.sol."""

from dataclasses import dataclass

from counterpoise.errors import Refusal
from counterpoise.math.bounds import require_between
from counterpoise.math.weights import is_whole
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import State

MIN_GAS, MAX_GAS = 50_000, 5_000_000  # {gas}


@dataclass(frozen=True, slots=True)
class FallbackStrategy:
    """Wants what one strategy wants and, where that one refuses, what another wants."""

    primary: Strategy
    secondary: Strategy
    primary_gas: int  # {gas} that the first gets on the chain; here it is never short of it

    def __post_init__(self) -> None:
        require_between("primaryGas", self.primary_gas, MIN_GAS, MAX_GAS)

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises as the second does where both refuse."""
        try:
            weights = self.primary.target(state)
        except Refusal:
            return self.secondary.target(state)
        whole = len(weights) == len(state.assets) and is_whole(weights)
        return weights if whole else self.secondary.target(state)
