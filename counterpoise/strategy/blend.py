"""The twin of contracts/strategy/BlendStrategy.sol."""

from dataclasses import dataclass

from counterpoise.errors import Refusal
from counterpoise.math.bounds import require_some
from counterpoise.math.fixed_point import ONE
from counterpoise.math.weights import in_proportion, is_whole, require_valid
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import State

MAX_PARTS = 8
MAX_GAS = 10_000_000  # {gas}


@dataclass(frozen=True, slots=True)
class BlendStrategy:
    """Wants what several strategies want; the share of one that faults is another's meanwhile."""

    parts: tuple[Strategy, ...]
    shares: tuple[int, ...]  # D18{1}, in the order of the parts
    secondary: Strategy
    part_gas: int  # {gas} that each part gets for a question

    def __post_init__(self) -> None:
        require_some("parts", len(self.parts), MAX_PARTS)
        require_some("partGas", self.part_gas, MAX_GAS)
        require_valid(self.shares, len(self.parts))
        for share in self.shares:
            require_some("share", share, ONE)

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Where a part faults: raises as the second, `WeightCount` or `WeightSum`."""
        rows = [(_answer(it, state), share) for it, share in zip(self.parts, self.shares)]
        idle = sum(share for weights, share in rows if weights is None)
        if idle:
            rows.append((self._replacement(state), idle))
        told = [(weights, share) for weights, share in rows if weights is not None]
        n = len(state.assets)
        return in_proportion([sum(share * weights[i] for weights, share in told) for i in range(n)])

    def _replacement(self, state: State) -> tuple[int, ...]:
        weights = self.secondary.target(state)
        require_valid(weights, len(state.assets))
        return weights


def _answer(part: Strategy, state: State) -> tuple[int, ...] | None:
    """What a part wants, or None where it refuses or that is no vector of weights."""
    try:
        weights = part.target(state)
    except Refusal:
        return None
    return weights if len(weights) == len(state.assets) and is_whole(weights) else None
