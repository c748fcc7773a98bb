"""The keeper's loop: look, decide, act, say so, and come back after every kind of trouble."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from counterpoise import engine
from counterpoise.chain.asking import NotAContract
from counterpoise.chain.contracts import VaultClient
from counterpoise.chain.events import Rebalanced, Traded, only
from counterpoise.chain.mirror import Mirror
from counterpoise.chain.provider import NodeProblem
from counterpoise.chain.receipt import outcome
from counterpoise.chain.report import Report
from counterpoise.chain.sender import Sender
from counterpoise.errors import CounterpoiseError, Refusal
from counterpoise.keeper.decide import Decision, Refuse, Trade, Wait, decide
from counterpoise.keeper.log import reason


@dataclass(frozen=True, slots=True)
class Post:
    """What a keeper holds while the node is there."""

    vault: VaultClient
    mirror: Mirror
    sender: Sender


@dataclass(frozen=True, slots=True)
class Rhythm:
    """{s} between two looks, and between two attempts when something failed."""

    poll: float = 12.0
    first_retry: float = 1.0
    last_retry: float = 60.0

    def retry(self, failures: int) -> float:
        """Twice as long each time, up to the last."""
        return min(self.first_retry * 2.0 ** min(failures - 1, 16), self.last_retry)


@dataclass(slots=True)
class Keeper:
    """Rebalances one vault when the chain and the twin both say that it is due.

    `connect` makes a new post, and raises a `CounterpoiseError` where it cannot.
    """

    connect: Callable[[], Post]
    log: Any
    rhythm: Rhythm = Rhythm()
    stopped: Event = field(default_factory=Event)
    _post: Post | None = field(default=None, init=False)
    _failures: int = field(default=0, init=False)

    def once(self) -> Exception | None:
        """One look. Returns the trouble where it was refused or failed, None where all is well."""
        try:
            return self._turn(self._at_post())
        except CounterpoiseError as error:
            self.log.msg("failed", **reason(error))
            return error

    def run(self) -> None:
        """Looks again and again until `stopped` is set."""
        while not self.stopped.is_set():
            self.stopped.wait(self._next())
        self.log.msg("stopped")

    def _next(self) -> float:
        """One look; returns the {s} until the next."""
        try:
            self._turn(self._at_post())
        except CounterpoiseError as error:
            if isinstance(error, NodeProblem | NotAContract):
                self._post = None
            self._failures += 1
            pause = self.rhythm.retry(self._failures)
            self.log.msg("failed", **reason(error), retry_in=pause)
            return pause
        self._failures = 0
        return self.rhythm.poll

    def _at_post(self) -> Post:
        if self._post is None:
            self._post = self.connect()
            if self._failures:
                self.log.msg("reconnected", failures=self._failures)
        return self._post

    def _turn(self, post: Post) -> Exception | None:
        report = post.vault.report()
        decision = self._decide(post, report)
        seen = {"block": report.block, "drift": str(report.max_drift)}
        if isinstance(decision, Trade):
            return self._trade(post, seen)
        self.log.msg(
            "waited" if isinstance(decision, Wait) else "refused", **seen, **reason(decision.why)
        )
        return decision.why if isinstance(decision, Refuse) else None

    def _decide(self, post: Post, report: Report) -> Decision:
        return decide(report, preview(post.mirror, report))

    def _trade(self, post: Post, seen: dict[str, Any]) -> Exception | None:
        try:
            done = outcome(post.vault, post.sender.send(post.vault.rebalance()))
        except Refusal as refusal:  # Somebody was quicker, or the market moved: nothing is lost.
            self.log.msg("refused", **seen, **reason(refusal))
            return refusal
        (event,) = only(Rebalanced, done.events)
        self.log.msg(
            "traded",
            **seen | {"block": done.block},
            orders=len(only(Traded, done.events)),
            start_value=str(event.start_value),
            end_value=str(event.end_value),
            gas=done.gas,
            tx=done.tx,
        )
        return None


def preview(mirror: Mirror, report: Report) -> engine.Decision | None:
    """What the twin would do; not asked where the chain would not rebalance anyway."""
    if report.state is None or not report.due:
        return None
    return mirror.engine(report).preview(report.state)
