"""What a change of value is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Parts:
    """D18{USD} each, above 0 where the holders as a whole had more; together all of the change."""

    market: int = 0  # prices moved while the basket lay still
    entries: int = 0  # shares made, at the share price before
    exits: int = 0  # shares taken back, at the share price before; never above 0
    spread: int = 0  # what entries paid, and exits left, beyond that: the other holders' gain
    fees: int = 0  # of the venues; never above 0
    impact: int = 0  # what a swap brought less than the venue's own price before it
    gap: int = 0  # what the venue's own price was better than the market's
    other: int = 0  # amounts that came or went in a rebalance without a swap
    dust: int = 0  # rounding in a rebalance, a few of the last digit

    @property
    def total(self) -> int:
        """All of the change, D18{USD}."""
        trading = self.fees + self.impact + self.gap
        return self.market + self.flows + self.spread + trading + self.other + self.dust

    @property
    def flows(self) -> int:
        """Entries less exits, D18{USD}."""
        return self.entries + self.exits

    @property
    def cost(self) -> int:
        """What trading lost against the market's prices, D18{USD}; below 0 where it earned."""
        return -(self.fees + self.impact + self.gap)


def together(parts: Iterable[Parts]) -> Parts:
    """Their sum, part by part."""
    rows = [*parts]
    return Parts(**{it.name: sum(getattr(row, it.name) for row in rows) for it in fields(Parts)})
