"""What a play leaves: a row for each block, and what can be told of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise

from counterpoise.types import MarketClass
from tests.evm.market.scene import BLOCK, NAMES

CALM = MarketClass.NORMAL


@dataclass(frozen=True, slots=True)
class Row:
    """One block."""

    time: int  # {s} since the beginning
    classes: tuple[MarketClass, ...]  # after the block
    traded: tuple[int, ...]  # {unit} by which each asset's balance changed
    lost: int  # D18{1} of the share's price, at the feeds' prices; below nothing: gained
    cost: int  # D18{1}, the same at the true prices


@dataclass(frozen=True, slots=True)
class Record:
    """All blocks, and when the market was disturbed."""

    rows: tuple[Row, ...]
    began: int  # {s}
    ended: int  # {s}

    def runs(self, name: str) -> list[tuple[str, int]]:
        """The classes of an asset in their order, each with its rows."""
        return [(kind.name, len(list(its))) for kind, its in groupby(self.series(name))]

    def series(self, name: str) -> list[MarketClass]:
        """The class of an asset in each row."""
        return [it.classes[NAMES.index(name)] for it in self.rows]

    def falls(self, name: str) -> list[int]:
        """{s}, when its class became a better one."""
        pairs = pairwise(zip(self.series(name), self.rows))
        return [row.time for (then, _), (now, row) in pairs if now < then]

    @property
    def length(self) -> int:
        """Blocks from the first row to the last."""
        return blocks(self.rows[-1].time)

    @property
    def met(self) -> list[MarketClass]:
        """The classes but normal that any asset had."""
        return sorted({kind for it in self.rows for kind in it.classes} - {CALM})

    @property
    def trades(self) -> int:
        """In how many blocks something was traded."""
        return sum(any(it.traded) for it in self.rows)

    @property
    def lost(self) -> int:
        """D18{1}, the most that one block took of a share at the feeds' prices."""
        return max(it.lost for it in self.rows)

    @property
    def cost(self) -> int:
        """D18{1}, the same at the true prices."""
        return max(it.cost for it in self.rows)

    @property
    def noticed(self) -> int | None:
        """Blocks from the disturbance until a class was another, the first one 1."""
        found = [it.time for it in self.rows if it.time > self.began and any(it.classes)]
        return blocks(found[0] - self.began) if found else None

    @property
    def mended(self) -> int | None:
        """Blocks from the disturbance's end until all was normal and remained so."""
        last = max((it.time for it in self.rows if any(it.classes)), default=None)
        if last is None or last == self.rows[-1].time:
            return None
        after = min(it.time for it in self.rows if it.time > last)
        return max(blocks(after - self.ended), 0)


def blocks(seconds: int) -> int:
    return -(-seconds // BLOCK)
