"""The table of docs/execution.md."""

from __future__ import annotations

from collections.abc import Sequence

from tools import markdown
from tools.leakage.table import Row

FIGURES = ("V2 alone:", "V3 alone:", "split:", "optimum:")
HEADS = ("assets:", "vault / depth:", *FIGURES, "pays for its gas from:")


def table(rows: Sequence[Row]) -> str:
    """Leakage in {1e-4} of the vault's value."""
    return markdown.table(HEADS, map(_cells, rows))


def _cells(row: Row) -> list[str]:
    figures = [f"{it:.3f}" for it in (row.v2, row.v3, row.split, row.optimum)]
    worth = "–" if row.pays_from is None else f"{row.pays_from / 1_000:,.0f},000 USD"
    return [str(row.n), f"{row.size:.1%}", *figures, worth]
