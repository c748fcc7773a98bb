"""What whoever writes into a book has in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from counterpoise.backtest.course import Topic
from counterpoise.chain.node import Call


@dataclass(frozen=True, slots=True)
class Writing:
    """A transaction that a book would take now."""

    topic: Topic
    call: Call


class Poster(Protocol):
    """Writes into a book of one kind."""

    def writings(self, time: int) -> list[Writing]:
        """What to send in the node's next block, which is of that time {s}; mostly nothing."""
