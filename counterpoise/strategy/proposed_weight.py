"""The twin of contracts/strategy/ProposedWeightStrategy.sol."""

from dataclasses import dataclass

from counterpoise.errors import ProposalExpired
from counterpoise.math.nano_weights import unpack
from counterpoise.math.weights import require_valid
from counterpoise.strategy.proposals import Proposals
from counterpoise.types import State


@dataclass(frozen=True, slots=True)
class ProposedWeightStrategy:
    """Wants what was proposed for as long as that holds."""

    book: Proposals

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises `ProposalExpired`, with 0 where there is none, or `NanoSurplus`."""
        word, valid_until = self.book.proposal_for(self)
        if state.time > valid_until:
            raise ProposalExpired(valid_until, state.time)
        weights = unpack(word, len(state.assets))
        require_valid(weights, len(weights))
        return weights
