"""How a grid is searched, where not all of it is played."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Search:
    """How to search."""

    sampler: str
    trials: int
    seed: int
    ahead: int  # proposals that are under way at once
    objective: str  # the figure
    least: bool  # whether less of it is better
