"""Bytecode and twin side by side: the same prices, step by step, until they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from counterpoise.backtest.clock import clock
from counterpoise.backtest.course import Change, Step, Topic
from counterpoise.errors import CounterpoiseError

PARTS = ("time", "market", "prices", "classes", "target", "wait")


class Differs(CounterpoiseError):
    """The twin came to something else than the bytecode: at which step, in what, and to what."""

    def __init__(self, step: int, time: int, what: str, bytecode: Any, twin: Any) -> None:
        moment = f"{clock(time):%Y-%m-%d %H:%M:%S} UTC"
        sides = f"bytecode {bytecode}, twin {twin}"
        super().__init__(f"step {step}, {moment}: {what} differ: {sides}")
        self.step, self.time, self.what = step, time, what
        self.bytecode, self.twin = bytecode, twin


@dataclass(slots=True)
class Beside:
    """The twin's steps, each asked for when the bytecode's is there."""

    twin: Iterator[Step]
    compared: int = 0

    def hear(self, step: Step) -> None:
        """The bytecode's next step. Raises `Differs`."""
        require_equal(self.compared, step, next(self.twin))
        self.compared += 1


def require_equal(k: int, bytecode: Step, twin: Step) -> None:
    """Two steps at place k: prices, classes, target, reason to wait, posts, changes, to the unit.

    Who paid for which gas is no part of the twin. Raises `Differs`.
    """
    for what in PARTS:
        _require(k, bytecode, what, getattr(bytecode, what), getattr(twin, what))
    _require(k, bytecode, "posts", *map(_posts, (bytecode, twin)))
    kinds = ([it.kind.value for it in step.changes] for step in (bytecode, twin))
    _require(k, bytecode, "changes", *kinds)
    for one, other in zip(bytecode.changes, twin.changes, strict=True):
        for what, value in _facts(one).items():
            _require(k, bytecode, what, value, _facts(other)[what])


def _posts(step: Step) -> list[tuple[str, int]]:
    """What was written into books, and when {s}."""
    return [(it.topic.value, it.time) for it in step.notes if it.topic is not Topic.RECORDS]


def _facts(change: Change) -> dict[str, Any]:
    return {
        f"times of a change of kind {change.kind.value}": change.time,
        "balances": change.after.balances,
        "supplies": change.after.supply,
        "swaps": change.swaps,
    }


def _require(k: int, step: Step, what: str, bytecode: Any, twin: Any) -> None:
    if bytecode != twin:
        raise Differs(k, step.time, what, bytecode, twin)
