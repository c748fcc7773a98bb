"""The keeper's loop: look, come back after every kind of trouble, and end when asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from counterpoise.chain.asking import NotAContract
from counterpoise.chain.provider import NodeProblem
from counterpoise.errors import CounterpoiseError
from counterpoise.keeper.log import reason
from counterpoise.keeper.look import Post, look


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
            return look(self._at_post(), self.log).trouble
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
            look(self._at_post(), self.log)
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
