"""The table of docs/execution.md."""

from __future__ import annotations

from collections.abc import Sequence

from counterpoise.math.fixed_point import ONE
from tools import markdown
from tools.sandwiches.measure import Row

SHOWN = (10, 50, 100, 500, 2_000)  # {bp}, of the sizes
LOST = ("no floor: alone", "attacked", "floor: alone", "attacked", "at most")
HEADS = ("fee", "order, of the pool's side", *LOST, "sold")


def table(rows: Sequence[Row]) -> str:
    """What is lost in basis points of what was sold, and the part that was sold while attacked."""
    return markdown.table(HEADS, (_cells(it) for it in rows if it.size in SHOWN))


def _cells(row: Row) -> list[str]:
    lost = (row.open_alone, row.open_attacked, row.kept_alone, row.kept_attacked, row.bound)
    sizes = [f"{row.fee / 100:.2f} %", f"{row.size / 100:g} %"]
    sold = f"{min(row.sold * 100 / ONE, 100):.0f} %"
    return [*sizes, *(f"{it * 10_000 / ONE:,.1f}" for it in lost), sold]
