"""Depositors of a twin: the same draw as on a chain, by the door of its own books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.backtest.course import Change
from counterpoise.backtest.flows import Flows, Habits
from counterpoise.backtest.twin.door import Toll, TwinDoor
from counterpoise.backtest.twin.vault import Vault


@dataclass(frozen=True, slots=True)
class Visits:
    """Who is to come."""

    habits: Habits = Habits()  # nobody
    seed: int = 0
    step: int = 0  # {s} from price to price


@dataclass(slots=True)
class Visitors:
    """Who comes and goes between one price and the next."""

    door: TwinDoor
    flows: Flows
    step: int  # {s}

    @classmethod
    def of(cls, vault: Vault, toll: Toll, visits: Visits) -> Visitors:
        """None has come yet."""
        door = TwinDoor(vault, toll)
        return cls(door, Flows(door, visits.habits, visits.seed), visits.step)

    def play(self, time: int, prices: tuple[int, ...], spoken: Sequence[int]) -> list[Change]:
        """From a time {s} on, by what the feeds say D18{USD/tok}, and when they did {s}."""
        self.door.spoken = spoken
        return self.flows.play(time, self.step, self.door.vault.held, prices)
