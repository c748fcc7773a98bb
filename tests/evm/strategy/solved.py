"""Strategies that want what stands in a solution book, each beside its twin."""

from dataclasses import astuple

from tests.evm.in_process import said

BOOK = "MockMinimumVariance"  # One that nobody judges.


class Page:
    """What the book says, to the twin."""

    def __init__(self, word=0):
        self.word = word

    def proposal_for(self, strategy):
        return self.word, 0


class Solved:
    """The contract and its twin, and the book that both read."""

    name: str

    def __init__(self, chain, book):
        self.chain, self.book, self.page = chain, book, Page()

    def write(self, word):
        self.page.word = word
        self.chain.tell(BOOK, self.book, "write", word, 0)
        return self

    def target(self, state):
        answer = said(self.chain.ask, self.name, self.contract, "target", astuple(state))
        assert answer == said(lambda: list(self.twin.target(state)))
        return answer

    def gap_of(self, state, weights):
        asked = self.name, self.contract, "gapOf", astuple(state), weights
        answer = said(self.chain.ask, *asked)
        assert answer == said(self.twin.gap_of, state, weights)
        return answer
