"""Who writes into the books of a twin: the same solutions and proposals as on a chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from counterpoise.backtest.course import Topic
from counterpoise.backtest.posting.proposal import proposal_of, require_taken
from counterpoise.backtest.posting.series import Opinion, Opinions
from counterpoise.backtest.twin.books import Books
from counterpoise.errors import Refusal
from counterpoise.observer.estimator.proposal_book import ProposalBook
from counterpoise.strategy.solved import SolvedStrategy
from counterpoise.types import State

if TYPE_CHECKING:
    from counterpoise.backtest.posting.solution import Rest

Seen = Callable[[], State | None]  # None where nothing is observed.


class Poster(Protocol):
    """Writes into a book of one kind."""

    def post(self, time: int, seen: Seen) -> list[Topic]:
        """In a block of that time {s}; of each that was written its topic, mostly of none."""


@dataclass(frozen=True, slots=True)
class Posts:
    """Who posts: solutions, each so many {s} after the last at least, and what a file proposes."""

    solutions: bool = False
    spacing: int = 0
    opinions: Opinions | None = None


@dataclass(slots=True)
class TwinSolver:
    """Writes a solution where a strategy finds none that is good enough, and makes none itself."""

    books: Books
    rest: Rest

    def post(self, time: int, seen: Seen) -> list[Topic]:
        rested = [it for it in self.books.seekers if self.rest.is_over(id(it), time)]
        state = seen() if rested else None
        if state is None:
            return []
        return [Topic.SOLUTIONS for it in rested if self._write(it, state)]

    def _write(self, strategy: SolvedStrategy, state: State) -> bool:
        """Not where none is wanted, none is found, or the book would not take it."""
        from counterpoise.backtest.posting.solution import solution_for

        word = solution_for(strategy, state)
        if word is None:
            return False
        try:
            self.books.solutions.write(strategy, word, state)
        except Refusal:
            return False
        self.rest.begin(id(strategy), state.time)
        return True


@dataclass(slots=True)
class TwinProposer:
    """Brings one proposal a price at most; each holds for as long as the book lets it."""

    book: ProposalBook
    opinions: Opinions
    _next: int = 0  # of the rows

    def __post_init__(self) -> None:
        require_taken(self.opinions, copy(self.book))

    def post(self, time: int, seen: Seen) -> list[Topic]:
        """The next row whose time has come, once the book takes it."""
        rows = self.opinions.rows[self._next : self._next + 1]
        taken = [it for it in rows if it.time <= time and self._brought(it, time)]
        self._next += len(taken)
        return [Topic.PROPOSALS for _ in taken]

    def _brought(self, row: Opinion, time: int) -> bool:
        book = self.book
        try:
            proposal = proposal_of(row, time, book.limits.life, book.nonce + 1, b"")
            book.submit(proposal, time, b"", signed=True)
        except Refusal:
            return False
        return True


def posters(books: Books, posts: Posts) -> Iterator[Poster]:
    """One for each kind of book that is read. Raises `BadPrices`."""
    if books.seekers and posts.solutions:
        from counterpoise.backtest.posting.solution import Rest  # Here, as numpy takes a while.

        yield TwinSolver(books, Rest(posts.spacing))
    if posts.opinions:
        (book,) = books.proposals
        yield TwinProposer(book, posts.opinions)
