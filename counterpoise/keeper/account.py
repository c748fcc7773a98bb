"""A vault at a block: what the chain says of it, what the twin explains, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.history import Step, steps_of
from counterpoise.chain.mirror import Mirror
from counterpoise.chain.parts import NoTwin
from counterpoise.chain.report import Report
from counterpoise.errors import IsPaused, VenueNotAllowed
from counterpoise.explain.explanation import Explanation, explain
from counterpoise.keeper.decide import TwinDisagrees, compare
from counterpoise.keeper.replay import Replay, replay
from counterpoise.math.valuation import revalue

OF_THE_VAULT = (IsPaused, VenueNotAllowed)  # It knows of them alone; no part has them in it.


@dataclass(frozen=True, slots=True)
class Account:
    """What was asked and found."""

    report: Report
    explanation: Explanation | None  # None where the observer refused: the twin saw nothing
    difference: TwinDisagrees | None
    replays: tuple[Replay, ...]  # of the rebalances in the block

    @property
    def trouble(self) -> TwinDisagrees | None:
        """The first thing that does not agree."""
        past = (it.difference for it in self.replays)
        return next((it for it in (self.difference, *past) if it is not None), None)


def account(vault: VaultClient, mirror: Mirror, block: int) -> Account:
    """All of it, at a block. Raises `NoTwin`, and what is wrong with node or vault."""
    report = vault.report(block)
    replays = replayed(vault, mirror, report, steps_of(vault, block))
    if report.state is None:
        return Account(report, None, None, replays)
    told = explain(mirror.engine(report), mirror.state(report.state, block))
    return Account(report, told, differ(report, told), replays)


def differ(report: Report, explanation: Explanation) -> TwinDisagrees | None:
    """The first thing on which chain and twin differ: signals, target, then the whole decision."""
    twin = explanation.decision
    if report.state is not None and report.state.signals != twin.start.signals:
        return TwinDisagrees("the signals", report.state.signals, twin.start.signals)
    wanted = explanation.proposal
    told, found = report.target or report.reason, wanted.refusal or wanted.weights
    if not _same(told, found):
        return TwinDisagrees("the target", told, found)
    stopped = not report.target or isinstance(report.reason, OF_THE_VAULT)
    return None if stopped else compare(report, twin)


def _same(told: Any, found: Any) -> bool:
    """A refusal's text is its name and numbers."""
    return bool(told == found) or str(told) == str(found)


def replayed(
    vault: VaultClient, mirror: Mirror, report: Report, steps: Sequence[Step]
) -> tuple[Replay, ...]:
    """The block's rebalances again, of what the vault held at the end of the block before.

    What is remembered is taken at the block itself, as a rebalance records nothing; pools and
    constraints are those of the block before. Raises `NoTwin` where nothing is observed.
    """
    if not steps:
        return ()
    if report.state is None:
        raise NoTwin(f"block {report.block} cannot be made again: nothing is observed in it")
    before = vault.report(report.block - 1)
    start = revalue(report.state, before.holdings.balances)
    start = replace(start, supply=before.holdings.supply)
    sense = partial(mirror.state, block=report.block)
    return tuple(replay(mirror.engine(before), start, steps, sense))
