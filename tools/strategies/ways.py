"""The way of one play, a point every day: what the pictures are drawn from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from counterpoise.math.fixed_point import ONE
from tools.stamp import ROOT
from tools.strategies.metrics import HOURS
from tools.strategies.record import Record

KEPT = ROOT / "reports" / "strategies.json"


@dataclass(frozen=True, slots=True)
class Way:
    """Floats, as nothing is computed from them."""

    times: list[int]  # {s}
    prices: list[float]  # {USD/share}
    risky: list[float]  # the part of the value
    floors: list[float]  # {USD/share}; 0 where none is promised


def way(record: Record) -> Way:
    """Of a play."""
    hours = record.hours[::HOURS]
    return Way(
        [it.time for it in hours],
        [it.price / ONE for it in hours],
        [it.risky / it.value for it in hours],
        [it.floor / ONE for it in hours],
    )


def write(ways: Mapping[str, Mapping[str, Way]]) -> None:
    """Keeps them for another drawing."""
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    rows = {name: {it: asdict(one) for it, one in row.items()} for name, row in ways.items()}
    KEPT.write_text(json.dumps(rows))


def read() -> dict[str, dict[str, Way]]:
    """As they were kept; nothing where no play was."""
    rows = json.loads(KEPT.read_text()) if KEPT.is_file() else {}
    return {name: {it: Way(**one) for it, one in row.items()} for name, row in rows.items()}
