"""What is proposed at a row's time, and whether a book takes each row of a file."""

from __future__ import annotations

from counterpoise.backtest.posting.series import Opinion, Opinions
from counterpoise.errors import Refusal, WeightOutOfBox
from counterpoise.math.nano_weights import pack
from counterpoise.math.proposals import WeightProposal
from counterpoise.observer.estimator.proposal_book import ProposalBook

FREE = 10**9  # {1e-9}: the book's own step is what binds.


def proposal_of(row: Opinion, time: int, life: int, nonce: int, basis: bytes) -> WeightProposal:
    """Brought at a time {s}, to hold for a life {s}."""
    return WeightProposal(pack(row.weights), nonce, time, time + life, FREE, basis)


def require_taken(opinions: Opinions, book: ProposalBook) -> None:
    """A book takes each row at its time. Raises `BadPrices` with the line of the first it refuses.

    Box and step are those of the vault's file, and so is the spacing.
    """
    for row in opinions.rows:
        proposal = proposal_of(row, row.time, book.limits.life, book.nonce + 1, b"")
        try:
            book.submit(proposal, row.time, b"", signed=True)
        except WeightOutOfBox as refusal:
            raise opinions.refused(row, str(refusal), opinions.symbols[refusal.index]) from None
        except Refusal as refusal:
            raise opinions.refused(row, str(refusal)) from None
