"""Solves for the strategies of a vault that read a solution book, as `counterpoise solve` does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from eth_abi.abi import decode

from counterpoise.backtest.course import Topic
from counterpoise.backtest.posting.poster import Writing
from counterpoise.backtest.posting.solution import Rest, solution_for
from counterpoise.backtest.stage import Part, Stage
from counterpoise.chain.abi import abi, types
from counterpoise.chain.node import Call, Node, call_of
from counterpoise.chain.report import state_of
from counterpoise.chain.strategies import READERS
from counterpoise.chain.views import reader
from counterpoise.observer.estimator.solution_book import FOREVER
from counterpoise.strategy.proposals import Proposal
from counterpoise.strategy.solved import SolvedStrategy
from counterpoise.types import State

OBSERVED = next(types(it["outputs"]) for it in abi("VaultLens") if it.get("name") == "observe")
EMPTY = Proposal(0, 0)


@dataclass(frozen=True, slots=True)
class Seeker:
    """A strategy that looks for the best weights, and the book in which it looks them up."""

    strategy: str
    book: str
    twin: SolvedStrategy


@dataclass(slots=True)
class Solver:
    """Writes a solution where a strategy finds none that is good enough, and makes none itself."""

    node: Node
    stage: Stage
    account: str
    rest: Rest
    _seekers: tuple[Seeker, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._seekers = tuple(map(self._seeker, self.stage.seekers))

    def writings(self, time: int) -> list[Writing]:
        """A solution for each strategy that wants one; where nothing is observed, none."""
        rested = [it for it in self._seekers if self.rest.is_over(it.strategy, time)]
        state = self._state() if rested else None
        if state is None:
            return []
        found = {it.strategy: call for it in rested if (call := self._solved(it, state))}
        for strategy in found:
            self.rest.begin(strategy, time)
        return [Writing(Topic.SOLUTIONS, call) for call in found.values()]

    def _solved(self, seeker: Seeker, state: State) -> Call | None:
        """None where none is wanted, none is found, or the book would not take it."""
        word = solution_for(self._reading(seeker), state)
        if word is None:
            return None
        call = call_of(self.account, seeker.book, "write(address,uint256)", seeker.strategy, word)
        return call if self.node.attempt(call)[0] else None

    def _reading(self, seeker: Seeker) -> SolvedStrategy:
        """With what its book says now."""
        read = reader(self.node, "SolutionBook", seeker.book)
        word, _, _ = read("solutionOf", seeker.strategy)
        return replace(seeker.twin, book=Proposal(word, FOREVER))

    def _state(self) -> State | None:
        """What the vault will observe in the next block."""
        call = call_of(self.account, self.stage.lens, "observe(address)", self.stage.vault)
        good, said = self.node.attempt(call)
        return state_of(decode(OBSERVED, said)[0]) if good else None

    def _seeker(self, part: Part) -> Seeker:
        read = reader(self.node, part.kind, part.address)
        twin = READERS[part.kind][1](read, EMPTY)
        assert isinstance(twin, SolvedStrategy)
        return Seeker(part.address, read("book"), twin)
