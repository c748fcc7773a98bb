"""One look: what is there, what the twin says to it, what to do, and a line that tells it."""

from dataclasses import dataclass, replace
from typing import Any

from counterpoise import engine
from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.events import Rebalanced, Traded, only
from counterpoise.chain.guards import faults_of
from counterpoise.chain.memories import Memories
from counterpoise.chain.mirror import Mirror
from counterpoise.chain.receipt import Outcome, outcome
from counterpoise.chain.report import Report
from counterpoise.chain.sender import Sender
from counterpoise.chain.watch import watch_of
from counterpoise.errors import IsPaused, Refusal
from counterpoise.keeper.collect import Collector, NotCollected, Offer
from counterpoise.keeper.decide import Decision, Refuse, Trade, TwinDisagrees, decide
from counterpoise.keeper.log import reason
from counterpoise.keeper.remember import Recorded, record, remember


@dataclass(frozen=True, slots=True)
class Post:
    """What a keeper holds while the node is there."""

    vault: VaultClient
    mirror: Mirror
    sender: Sender
    collector: Collector | None = None  # where a tank pays for rebalances
    spacing: int = 0  # {s} from what an estimator last took in to its next record, at least


@dataclass(frozen=True, slots=True)
class Look:
    """What a keeper saw, what its twin said, what was decided, and what came of it."""

    report: Report
    twin: engine.Decision | None
    decision: Decision
    offer: Offer | None = None  # of a tank that the trade goes through
    done: Outcome | None = None  # of a trade that was made
    refusal: Refusal | None = None  # of a trade that the chain refused after all

    @property
    def trouble(self) -> Exception | None:
        """Why a trade that looked due was not made."""
        return self.decision.why if isinstance(self.decision, Refuse) else self.refusal


def look(post: Post, log: Any) -> Look:
    """Looks once, acts, and writes one line, and one for each memory that was due before it.

    Raises what is wrong with node, vault or sending.
    """
    report = post.vault.report()
    if _remember(post, report, log):
        report = post.vault.report()
    for memory in faults_of(post.vault, post.mirror.parts, report.block):
        _tell_memory(record(memory, post.sender), log)
    twin = preview(post.mirror, report)
    seen = Look(report, twin, decide(report, twin))
    try:
        seen = replace(seen, offer=_offer(post, seen, log))
    except TwinDisagrees as difference:
        seen = replace(seen, decision=Refuse(difference))
    if isinstance(seen.decision, Trade):
        return _trade(post, seen, log)
    event = "refused" if isinstance(seen.decision, Refuse) else "waited"
    log.msg(event, **_sight(report), **reason(seen.decision.why))
    return seen


def preview(mirror: Mirror, report: Report) -> engine.Decision | None:
    """What the twin would do; not asked where the chain stopped before it came to a plan."""
    if report.state is None or not report.target or isinstance(report.reason, IsPaused):
        return None
    return mirror.engine(report).preview(mirror.state(report.state, report.block))


def _remember(post: Post, report: Report, log: Any) -> bool:
    """Brings the estimators up to date where that is due; whether any of them was."""
    if report.state is not None and not report.state.signals:
        return False  # It remembers nothing. Without a state it may, and be silent for that.
    watch = watch_of(post.vault, post.mirror.parts, report.block)
    if watch is None:
        return False
    done = [*remember(Memories(watch, post.spacing), post.sender, post.vault.time())]
    for it in done:
        _tell_memory(it, log)
    return any(it.done for it in done)


def _tell_memory(it: Recorded, log: Any) -> None:
    where = {"estimator": it.memory.kind, "address": it.memory.address}
    if it.memory.asset is not None:
        where["asset"] = it.memory.asset
    if it.done is not None:
        log.msg("recorded", **where, block=it.done.block, gas=it.done.gas, tx=it.done.tx)
    elif it.trouble is not None:
        log.msg("not recorded", **where, **reason(it.trouble))


def _offer(post: Post, seen: Look, log: Any) -> Offer | None:
    """What a tank pays for a trade; where it is not to be collected a line tells why."""
    if post.collector is None or not isinstance(seen.decision, Trade):
        return None
    assert seen.twin is not None  # A trade is what both say.
    sender = post.sender.signer.address
    try:
        return post.collector.offer(post.vault, sender, seen.report, seen.twin)
    except (NotCollected, Refusal) as obstacle:
        log.msg("not collected", tank=post.collector.door.address, **reason(obstacle))
        return None


def _trade(post: Post, seen: Look, log: Any) -> Look:
    call = seen.offer.door.perform() if seen.offer else post.vault.rebalance()
    try:
        receipt = post.sender.send(call)
    except Refusal as refusal:  # Somebody was quicker, or the market moved: nothing is lost.
        log.msg("refused", **_sight(seen.report), **reason(refusal))
        return replace(seen, refusal=refusal)
    done = outcome(post.vault, receipt)
    paid = _paid(seen.offer, receipt) if seen.offer else {}
    log.msg("traded", **_sight(seen.report) | _told(done) | paid)
    return replace(seen, done=done)


def _paid(offer: Offer, receipt: Any) -> dict[str, Any]:
    """{wei}: what was paid, and what was foreseen of that and of the gas."""
    return {
        "tank": offer.door.address,
        "reward": str(offer.door.rewarded(receipt)),
        "reward_foreseen": str(offer.reward),
        "cost_foreseen": str(offer.cost),
    }


def _sight(report: Report) -> dict[str, Any]:
    return {"block": report.block, "drift": str(report.max_drift)}


def _told(done: Outcome) -> dict[str, Any]:
    (event,) = only(Rebalanced, done.events)
    return {
        "block": done.block,
        "orders": len(only(Traded, done.events)),
        "start_value": str(event.start_value),
        "end_value": str(event.end_value),
        "gas": done.gas,
        "cost": str(done.cost),
        "tx": done.tx,
    }
