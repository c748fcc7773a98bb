"""The table of docs/execution.md."""

from __future__ import annotations

from collections.abc import Sequence

from tools.leakage.table import Row

HEAD = (
    "| assets | vault / depth | V2 alone | V3 alone | split | optimum | pays for its gas from |",
    "| --: | --: | --: | --: | --: | --: | --: |",
)


def table(rows: Sequence[Row]) -> str:
    """Leakage in {1e-4} of the vault's value."""
    return "\n".join([*HEAD, *map(_line, rows)])


def _line(row: Row) -> str:
    figures = (f"{it:.3f}" for it in (row.v2, row.v3, row.split, row.optimum))
    worth = "–" if row.pays_from is None else f"{row.pays_from / 1_000:,.0f},000 USD"
    return "| " + " | ".join([str(row.n), f"{row.size:.1%}", *figures, worth]) + " |"
