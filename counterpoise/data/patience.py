"""Asking again: an exchange that is busy now answers in a while, or does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from counterpoise.data.exchange import Passing

Answer = TypeVar("Answer")
Pause = Callable[[float], None]

# {s} between two attempts: a minute in all, the longest window that an exchange counts calls in.
WAITS = (1, 2, 4, 8, 16, 32)


def answer(ask: Callable[[], Answer], pause: Pause) -> Answer:
    """What comes of asking, again where it has to be. Raises the last `Passing`."""
    for wait in WAITS:
        try:
            return ask()
        except Passing:
            pause(wait)
    return ask()
