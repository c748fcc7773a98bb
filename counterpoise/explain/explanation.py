"""The way of the data once more, with what each part of it says; nothing stops the parts after."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.engine import Decision, Engine, settle
from counterpoise.errors import Refusal
from counterpoise.explain.cuts import Cut, cuts
from counterpoise.explain.proposal import Proposal, attempt, propose
from counterpoise.explain.sight import Sight, sight_of
from counterpoise.explain.verdict import Verdict, judge
from counterpoise.math.fixed_point import sdiv
from counterpoise.math.weights import gap, weigh
from counterpoise.types import Order, State


@dataclass(frozen=True, slots=True)
class Way:
    """One asset's way: where it is, where it should be, and where the plan takes it."""

    token: str
    weight: int  # D18{1}
    wanted: int  # D18{1}
    drift: int  # D18{1}, above 0 where there is too much, rounded towards 0
    becomes: int | None  # D18{1}; None where no plan leads anywhere


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was seen, proposed, planned and judged, and what comes of it."""

    sight: Sight
    proposal: Proposal
    ways: tuple[Way, ...]  # none where the strategy refuses
    orders: tuple[Order, ...]
    cuts: tuple[Cut, ...]
    obstacle: Refusal | None  # of planner or venue
    verdicts: tuple[Verdict, ...]
    decision: Decision

    @property
    def speaker(self) -> str | None:
        """The part whose refusal stops a rebalance; None where there is none."""
        refusal = self.decision.refusal
        if refusal is None:
            return None
        heard = (it.constraint for it in self.verdicts if str(it.refusal) == str(refusal))
        silent = self.proposal.kind if self.proposal.refusal else "the plan"
        return next(heard, silent)

    @property
    def others(self) -> tuple[str, ...]:
        """The constraints that would refuse too."""
        refused = (it.constraint for it in self.verdicts if it.refusal is not None)
        return tuple(it for it in refused if it != self.speaker)


def explain(engine: Engine, start: State) -> Explanation:
    """What the engine does about a state, and why; nothing moves, nothing remembers.

    Raises `NothingToWeigh` where the state has no value.
    """
    sight, proposal = sight_of(start), propose(engine.strategy, start)
    target = proposal.weights if proposal.refusal is None else ()
    orders, end, obstacle = _plan(engine, start, target) if target else ((), None, None)
    return Explanation(
        sight=sight,
        proposal=proposal,
        ways=_ways(start, target, end) if target else (),
        orders=orders,
        cuts=cuts(engine.planner, start, target, orders) if end else (),
        obstacle=obstacle,
        verdicts=judge(engine.constraint, start, target, end),
        decision=engine.preview(start),
    )


def _plan(
    engine: Engine, start: State, target: Sequence[int]
) -> tuple[tuple[Order, ...], State | None, Refusal | None]:
    """The orders, what they lead to, and the refusal of planner or venue."""
    orders, refusal = attempt(lambda: engine.planner.plan(start, target))
    if orders is None:
        return (), None, refusal
    settled, refusal = attempt(lambda: settle(start, orders, engine.venue.quote))
    return orders, settled[1] if settled else None, refusal


def _ways(start: State, target: Sequence[int], end: State | None) -> tuple[Way, ...]:
    after: Sequence[int | None] = weigh(end) if end else [None] * len(target)
    rows = zip(start.assets, weigh(start), target, after, strict=True)
    return tuple(
        Way(it.token, weight, wanted, _drift(it.value, wanted, start.value), becomes)
        for it, weight, wanted, becomes in rows
    )


def _drift(value: int, wanted: int, total: int) -> int:
    return sdiv(gap(value, wanted, total), total)
