"""The figures of all scenarios as a table of docs/market-state.md; one of them block by block."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.evm.market.record import Record, Row
from tests.evm.market.scenarios import SCENARIOS, is_playable
from tests.evm.market.scene import NAMES
from tools.markdown import filled, line, table

PAGE = Path(__file__).resolve().parents[3] / "docs" / "market-state.md"
BEGIN = "<!-- Written by `make snapshot`: what tests/evm/market played. -->"
END = "<!-- Until here. -->"
HEADS = ("scenario", "blocks:", "classes met", "trades:", "lost:", "truly:", "noticed:", "normal:")
MILLIONTH = 10**12  # D18{1}


def figures(name: str, record: Record) -> tuple[object, ...]:
    """One line of the table."""
    kinds = ", ".join(str(int(kind)) for kind in record.met) or "0"
    return (
        name,
        f"{record.length:,}",
        kinds,
        record.trades,
        millionths(record.lost),
        millionths(record.cost),
        "–" if record.noticed is None else f"{record.noticed:,}",
        ("–" if not record.met else "not yet") if record.mended is None else f"{record.mended:,}",
    )


def millionths(part: int) -> str:
    """D18{1} in millionths, rounded up to a tenth of one."""
    return f"{-(-part * 10 // MILLIONTH) / 10:.1f}"


def section() -> str:
    """The whole table."""
    return "\n".join([table(HEADS, []), *(kept(name, play) for name, play in SCENARIOS.items())])


def kept(name: str, play: Callable[[], Record]) -> str:
    """Its line; where there are no real prices to play, as the page has it."""
    if is_playable(name):
        return told(name, play)
    return next(it for it in PAGE.read_text().splitlines() if it.startswith(f"| {name} |"))


def told(name: str, play: Callable[[], Record]) -> str:
    """The line of one scenario, as the page should have it."""
    return line(figures(name, play()))


def write() -> None:
    """Puts the table between its marks."""
    PAGE.write_text(filled(PAGE.read_text(), BEGIN, END, f"\n\n{section()}\n\n"))


def blocks(record: Record) -> str:
    """Each block in which a class changed or something was traded."""
    rows, last = [], None
    for row in record.rows:
        if row.classes != last or any(row.traded):
            rows.append(cells(row))
        last = row.classes
    return table(("{s}:", *NAMES, *(f"{it} traded:" for it in NAMES), "lost:"), rows)


def cells(row: Row) -> list[object]:
    kinds = [kind.name for kind in row.classes]
    return [row.time, *kinds, *row.traded, millionths(row.lost)]
