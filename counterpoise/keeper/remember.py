"""Brings a vault's memories up to date: what is new first, then a look at its market."""

from collections.abc import Iterator
from dataclasses import dataclass

from counterpoise.chain.asking import NotAContract
from counterpoise.chain.memories import Memories, Memory
from counterpoise.chain.receipt import Outcome, mined
from counterpoise.chain.sender import Sender
from counterpoise.errors import CounterpoiseError, Refusal


@dataclass(frozen=True, slots=True)
class Recorded:
    """A memory that was brought up to date, or why it was not."""

    memory: Memory
    done: Outcome | None
    trouble: CounterpoiseError | None = None


def remember(
    memories: Memories, sender: Sender, time: int, always: bool = False
) -> Iterator[Recorded]:
    """One transaction after the other; `time` {s} is that of the memories' block.

    A market is looked at, if there is one, where anything was new or a look is due, or `always`.
    What an estimator refuses stops none of the others; what is wrong with the node or with sending
    is raised.
    """
    news = False
    for memory in memories.stale(time):
        recorded = record(memory, sender)
        news = news or recorded.done is not None
        yield recorded
    if memories.has_market and (always or news or memories.is_look_due(time)):
        yield record(memories.look, sender)


def record(memory: Memory, sender: Sender) -> Recorded:
    """One transaction, and what came of it; what is wrong with node or sending is raised."""
    try:
        return Recorded(memory, mined(sender.send(memory.call)))
    except (Refusal, NotAContract) as trouble:
        return Recorded(memory, None, trouble)
