"""What a configuration calls the baselines."""

from __future__ import annotations

from typing import Literal, get_args

Name = Literal[
    "hold", "daily", "weekly", "monthly", "1 %", "2 %", "5 %", "10 %", "pool", "costless"
]
NAMES: tuple[Name, ...] = get_args(Name)
