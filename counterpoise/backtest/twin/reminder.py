"""Who reminds a twin's estimators, as the keeper of a back-test does: what is due, in one block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.backtest.twin.vault import Vault
from counterpoise.backtest.twin.watch import Watch


@dataclass(slots=True)
class Reminder:
    """Of a vault, and of the watch over its strategy where that is guarded."""

    vault: Vault
    watch: Watch | None = None

    def settle(self, time: int) -> None:
        """Lets them know that somebody may have traded in pools at a time {s}."""
        if self.vault.memories is not None:
            self.vault.memories.settle(time)

    def classes(self, time: int) -> tuple[int, ...]:
        """What each asset's market is like at a time {s}; nothing where nobody watches it."""
        memories = self.vault.memories
        return memories.classes(time) if memories is not None else ()

    def remember(self, time: int, prices: Sequence[int], spoken: Sequence[int]) -> bool:
        """Lets them take in what is new at a time {s}; whether anything was.

        Who keeps watch is asked before, and records after the others, by what they then remember.
        Prices D18{USD/tok}, and when each feed spoke {s}.
        """
        vault, memories, watch = self.vault, self.vault.memories, self.watch
        if memories is None and watch is None:
            return False
        seen = vault.seen(time, prices, spoken)
        due = seen is not None and watch is not None and watch.is_new(seen)
        heard = memories is not None and memories.hear(vault.held.assets, prices, spoken, time)
        met = seen is not None and memories is not None and memories.see(seen)
        looked = memories is not None and memories.look(prices, spoken, time, seen, heard or met)
        after = vault.seen(time, prices, spoken) if due else None
        if watch and after:
            watch.record(after)
        return due or heard or met or looked
