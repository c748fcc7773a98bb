"""The seam of what remembers weights found off the chain, as interfaces/IProposals.sol."""

from dataclasses import dataclass
from typing import Protocol


class Proposals(Protocol):
    """Weights that a strategy may look at: a word of them, and the last second {s} they hold."""

    def proposal_for(self, strategy: object) -> tuple[int, int]: ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a book said when it was asked, to whoever asks."""

    weights: int  # as math/nano_weights lays them out; 0: there were none
    valid_until: int  # {s}, the last second at which they hold

    def proposal_for(self, strategy: object) -> tuple[int, int]:
        return self.weights, self.valid_until
