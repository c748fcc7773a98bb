"""What a vault's strategy looks for, read from the chain, and the book where it is written."""

from dataclasses import dataclass

from web3.contract.contract import ContractFunction

from counterpoise.chain.contracts import VaultClient, contract_at
from counterpoise.chain.parts import Parts, Read, reader
from counterpoise.chain.strategies import GETTERS, Strategies
from counterpoise.errors import CounterpoiseError
from counterpoise.math.nano_weights import pack, unpack
from counterpoise.strategy.solved import SolvedStrategy

NOBODY = "0x" + 40 * "0"
SOLVED = ("MinimumVarianceStrategy", "MaximumSharpeStrategy")
WRAPPERS = (
    "Market",
    "Guarded",
    "Overlay",
    "Cppi",
    "VolatilityTarget",
    "Momentum",
)  # Each around one.


class NothingToSolve(CounterpoiseError):
    """No part of a vault's strategy looks for what can be solved."""


@dataclass(frozen=True, slots=True)
class Page:
    """A strategy that looks for the best weights, and the book that it reads."""

    strategy: str
    book: str  # `NOBODY` where it has none
    twin: SolvedStrategy

    @property
    def written(self) -> tuple[int, ...] | None:
        """D18{1}, what the book says; None where it says nothing."""
        word = 0 if self.twin.book is None else self.twin.book.proposal_for(self.twin)[0]
        return unpack(word, len(self.twin.least)) if word else None


def page_of(vault: VaultClient, parts: Parts, block: int, strategy: str | None = None) -> Page:
    """The first strategy that can be solved, of a vault's own or within the one that is named.

    Raises `NothingToSolve`.
    """
    outer = reader(vault.vault, block)("strategy") if strategy is None else strategy
    found = _within(parts, outer, block)
    if found is None:
        raise NothingToSolve(f"the strategy {outer} looks for nothing that can be solved")
    twin = Strategies(parts, block).at(found)
    assert isinstance(twin, SolvedStrategy)
    return Page(found, parts.reader(SOLVED[0], found, block)("book"), twin)


def write(vault: VaultClient, page: Page, weights: tuple[int, ...]) -> ContractFunction:
    """Leaves weights D18{1} in the book, which takes them if they are good enough."""
    book = contract_at(vault.w3, "SolutionBook", page.book)
    return book.functions.write(page.strategy, pack(weights))


def _within(parts: Parts, strategy: str, block: int) -> str | None:
    kind = parts.kind(strategy, GETTERS)
    if kind is None or kind in SOLVED:
        return strategy if kind else None
    inner = _inner(kind.removesuffix("Strategy"), parts.reader(kind, strategy, block))
    return next((it for it in (_within(parts, at, block) for at in inner) if it), None)


def _inner(kind: str, read: Read) -> tuple[str, ...]:
    """The strategies that one of that kind asks."""
    if kind in WRAPPERS:
        return (read("inner"),)
    if kind == "Fallback":
        return (read("primary"), read("secondary"))
    return (*read("parts")[0], read("secondary")) if kind == "Blend" else ()
