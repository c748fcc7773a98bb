"""Signs the proposals of a file for a vault's proposal book, and brings them at their times."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterpoise.backtest.course import Topic
from counterpoise.backtest.posting.poster import Writing
from counterpoise.backtest.posting.proposal import proposal_of, require_taken
from counterpoise.backtest.posting.series import Opinion, Opinions
from counterpoise.backtest.posting.signer import KEY, SIGNER
from counterpoise.backtest.stage import Stage
from counterpoise.chain.node import Call, Node
from counterpoise.chain.parts import Read
from counterpoise.chain.proposals import submission
from counterpoise.chain.views import reader
from counterpoise.math.nano_weights import unpack
from counterpoise.observer.estimator.proposal_book import ProposalBook, ProposalLimits


@dataclass(slots=True)
class Proposer:
    """Brings one proposal a price at most; each holds for as long as the book lets it."""

    node: Node
    stage: Stage
    account: str
    opinions: Opinions
    _life: int = field(init=False)  # {s}
    _next: int = 0  # of the rows

    def __post_init__(self) -> None:
        self._life = self._read("life")
        require_taken(self.opinions, _twin(self._read, len(self.opinions.symbols)))

    def writings(self, time: int) -> list[Writing]:
        """The next row whose time has come, once the book takes it."""
        rows = self.opinions.rows[self._next : self._next + 1]
        calls = [self._submission(it, time) for it in rows if it.time <= time]
        taken = [it for it in calls if self.node.attempt(it)[0]]
        self._next += len(taken)
        return [Writing(Topic.PROPOSALS, it) for it in taken]

    def _submission(self, row: Opinion, time: int) -> Call:
        nonce = self._read("last")[1] + 1
        proposal = proposal_of(row, time, self._life, nonce, self._read("basis"))
        return submission(self.account, self._read, self._book, proposal, KEY)

    @property
    def _book(self) -> str:
        return self.stage.proposals[0].address

    @property
    def _read(self) -> Read:
        return reader(self.node, "ProposalBook", self._book)


def _twin(read: Read, count: int) -> ProposalBook:
    """The book as it begins."""
    least, most = map(tuple, read("box"))
    limits = ProposalLimits(read("step"), read("spacing"), read("life"))
    return ProposalBook(SIGNER, least, most, unpack(read("last")[0], count), limits)
