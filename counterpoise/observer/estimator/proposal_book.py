"""The twin of contracts/observer/estimator/ProposalBook.sol: what one signer proposes."""

from dataclasses import dataclass

from counterpoise.errors import (
    BasisChanged,
    NonceUnexpected,
    ProposalNotValid,
    ProposalTooLong,
    ProposalTooSoon,
    SignatureInvalid,
    SignerIsRevoked,
)
from counterpoise.math.bounds import require_between, require_some
from counterpoise.math.box import require_feasible, require_within
from counterpoise.math.fixed_point import ONE, zero_floor_sub
from counterpoise.math.nano import LANES
from counterpoise.math.nano_weights import NANO, pack, unpack
from counterpoise.math.proposals import WeightProposal
from counterpoise.math.weights import require_valid

MAX_LIFE = 7 * 86_400  # {s}


@dataclass(frozen=True, slots=True)
class ProposalLimits:
    """What a proposal may be."""

    step: int  # D18{1}, of each weight in one proposal, up or down
    spacing: int  # {s} between two proposals, at least
    life: int  # {s} that a proposal holds, at most

    def __post_init__(self) -> None:
        require_some("step", self.step, ONE)
        require_some("spacing", self.spacing, MAX_LIFE)
        require_some("life", self.life, MAX_LIFE)


@dataclass(slots=True)
class ProposalBook:
    """Weights that nobody can verify: in a box, by a step at a time, for as long as they say."""

    signer: str
    least: tuple[int, ...]  # D18{1}, in whole steps of 1e-9
    most: tuple[int, ...]
    start: tuple[int, ...]  # from where the first proposal is a step away
    limits: ProposalLimits
    weights: int = 0  # as math/nano_weights lays them out
    nonce: int = 0
    time: int = 0  # {s}
    deadline: int = 0  # {s}
    is_revoked: bool = False

    def __post_init__(self) -> None:
        require_between("assets", len(self.least), 2, LANES)
        require_feasible(self.least, self.most)
        require_valid(self.start, len(self.least))
        require_within(self.start, self.least, self.most)
        pack(self.least)
        pack(self.most)
        self.weights = pack(self.start)

    def submit(self, proposal: WeightProposal, now: int, basis: bytes, signed: bool) -> None:
        """Anyone's: `basis` is the vault's, `signed` whether it is the signer's. Raises why not."""
        self._require_timely(proposal, now)
        if proposal.nonce != self.nonce + 1:
            raise NonceUnexpected(proposal.nonce, self.nonce + 1)
        if proposal.basis != basis:
            raise BasisChanged(proposal.basis, basis)
        if not signed:
            raise SignatureInvalid(self.signer)
        self._require_near(proposal.weights, min(self.limits.step, proposal.max_step_nano * NANO))
        self.weights, self.nonce = proposal.weights, proposal.nonce
        self.time, self.deadline = now, proposal.deadline

    def revoke(self) -> None:
        """A guardian's: nothing more is taken, and what was ends."""
        self.is_revoked = True

    def proposal_for(self, strategy: object) -> tuple[int, int]:
        """The word, and the last second {s} at which it holds; 0 and 0 where there is none."""
        return (0, 0) if self.is_revoked or self.nonce == 0 else (self.weights, self.deadline)

    def _require_timely(self, proposal: WeightProposal, now: int) -> None:
        if self.is_revoked:
            raise SignerIsRevoked(self.signer)
        if not proposal.valid_after <= now <= proposal.deadline:
            raise ProposalNotValid(now, proposal.valid_after, proposal.deadline)
        life = proposal.deadline - proposal.valid_after
        if life > self.limits.life:
            raise ProposalTooLong(life, self.limits.life)
        ready_at = self.time + self.limits.spacing
        if now < ready_at:
            raise ProposalTooSoon(now, ready_at)

    def _require_near(self, word: int, step: int) -> None:
        weights, former = (unpack(it, len(self.least)) for it in (word, self.weights))
        require_valid(weights, len(self.least))
        pairs = list(zip(self.least, self.most, former, strict=True))
        least = [max(low, zero_floor_sub(held, step)) for low, _, held in pairs]
        most = [min(high, held + step) for _, high, held in pairs]
        require_within(weights, least, most)
