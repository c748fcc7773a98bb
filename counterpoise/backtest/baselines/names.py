"""What a configuration calls the baselines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

Name = Literal[
    "hold", "daily", "weekly", "monthly", "1 %", "2 %", "5 %", "10 %", "pool", "costless"
]
NAMES: tuple[Name, ...] = get_args(Name)
HOLD: Name = "hold"
COSTLESS: Name = "costless"


def in_order(names: Iterable[Name]) -> list[Name]:
    """As they are told: `hold` first, what is costless last."""
    return sorted(names, key=lambda it: (it == COSTLESS) - (it == HOLD))
