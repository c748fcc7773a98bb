"""Prices at regular times, as everything that plays them takes them."""

from __future__ import annotations

from dataclasses import dataclass

ONE = 10**18  # D18{1}


@dataclass(frozen=True, slots=True)
class Prices:
    """Closes at regular times."""

    assets: tuple[str, ...]
    times: tuple[int, ...]  # {s} since 1970, UTC
    closes: tuple[tuple[int, ...], ...]  # D18{USD/tok}, a row for each time

    @property
    def step(self) -> int:
        """{s} between two rows."""
        return self.times[1] - self.times[0]

    def __len__(self) -> int:
        return len(self.times)
