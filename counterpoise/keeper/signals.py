"""Lets a loop end in order: the first signal asks, the second one insists."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopping(event: Event) -> Iterator[None]:
    """Inside, Ctrl-C and SIGTERM set the event; once it is set, they act as they did before."""
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def stop(number: int, frame: FrameType | None) -> None:
        event.set()
        restore()

    for number in SIGNALS:
        signal.signal(number, stop)
    try:
        yield
    finally:
        restore()
