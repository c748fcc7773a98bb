"""A guard, what stands behind it and who keeps watch over it, read from the chain."""

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass

from counterpoise.chain.asking import NotAContract, asking
from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.memories import Memory
from counterpoise.chain.parts import NoTwin, Parts, Read, reader
from counterpoise.chain.reverts import decode
from counterpoise.chain.watch import NOBODY
from counterpoise.constraint.pace import PaceConstraint
from counterpoise.errors import Refusal
from counterpoise.math.corridor import Walls
from counterpoise.math.group_projection import Groups
from counterpoise.strategy.guarded import GuardedStrategy
from counterpoise.strategy.strategy import Strategy
from counterpoise.types import State

KIND, GETTER = "GuardedStrategy", "stipend"
LANES = 24  # weights that a pace remembers at most


@dataclass(frozen=True, slots=True)
class Behind:
    """The strategy behind a guard.

    What is wrong with it is at the chain's word, as gas and code have no twin; and what it wants
    too where it is of a kind that has none.
    """

    guard: Read
    inner: Read
    twin: Strategy | None
    address: str

    @property
    def shown(self) -> Strategy | str:
        """The strategy itself, as far as it has a twin."""
        return self.twin or f"strategy {self.address}"

    def target(self, state: State) -> tuple[int, ...]:
        """D18{1}. Raises what the guard says is wrong with it."""
        faulty, reason = self.guard("faultOf", astuple(state))
        if faulty:
            raise decode(reason)
        if self.twin is None:
            return tuple(self.inner("target", astuple(state)))
        return self.twin.target(state)


def guard_of(parts: Parts, block: int, read: Read, at: Callable[[str], Strategy]) -> Strategy:
    """The twin of a guard, by its reader; `at` finds the twin of what stands behind it."""
    inner = read("inner")
    behind = Behind(read, parts.reader(KIND, inner, block), _known(inner, at), inner)
    pace = pace_of(parts.reader("PaceConstraint", read("pace"), block), read("account"))
    low, high, groups = read("walls")
    bounds = (tuple(it) for it in groups)
    walls = Walls(tuple(low), tuple(high), Groups(*bounds))
    return GuardedStrategy(inner, behind, read("stipend"), pace, walls)


def pace_of(read: Read, caller: str) -> PaceConstraint:
    """The twin of a pace, with what it remembers of a caller."""
    weights, time = read("lastOf", caller, LANES)
    return PaceConstraint(read("maxStep"), read("pace"), tuple(weights), time)


def faults_of(vault: VaultClient, parts: Parts, block: int) -> Iterator[Memory]:
    """The watch over the vault's strategy, where it has one that has something new to tell."""
    try:
        strategy = reader(vault.vault, block)("strategy")
        if parts.kind(strategy, {KIND: GETTER}) is None:
            return
        watch = parts.reader(KIND, strategy, block)("watch")
        if watch == NOBODY:
            return
        call = parts.at("FaultEstimator", watch).functions.record()
        with asking(f"an estimator: {watch}"):
            news = call.call(block_identifier=block)
    except (Refusal, NotAContract):
        return  # Without an answer nothing is known of the strategy.
    if news:
        yield Memory("FaultEstimator", watch, call)


def _known(address: str, at: Callable[[str], Strategy]) -> Strategy | None:
    try:
        return at(address)
    except NoTwin:
        return None
