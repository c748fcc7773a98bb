"""How much of the contracts the tests reach, as the last `make coverage` measured it."""

from __future__ import annotations

from typing import Any

from tools import figures
from tools.coverage import total
from tools.markdown import share, table
from tools.stamp import sources

ABSENT = "Not measured: no figure is kept. `make coverage`, then `make security`, prints it here."


def section() -> str:
    return f"## Coverage\n\n{measured(figures.read('coverage'))}"


def measured(figure: dict[str, Any]) -> str:
    """A row for each contract that is not reached to its last line and branch, and for all."""
    if not figure:
        return ABSENT
    rows = [*figure["rows"], total(figure["rows"])]
    open_ones = [it for it in rows if it["path"] == "all" or is_short(it)]
    text = (
        f"`make coverage` measured the contracts {when(figure)}, on Anvil alone. A branch is one\n"
        f"way out of one decision. {len(rows) - len(open_ones)} contracts with every line and "
        "branch reached are left out; why the\nothers are not is in docs/tests.md."
    )
    return f"{text}\n\n" + table(
        ("contract", "lines", "branches", "not reached"), map(line, open_ones)
    )


def when(figure: dict[str, Any]) -> str:
    return "as they are" if figure["tree"] == sources() else "before their last change"


def is_short(row: dict[str, Any]) -> bool:
    return bool(row["lines_reached"] < row["lines"] or row["branches_taken"] < row["branches"])


def line(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        row["path"].removeprefix("contracts/"),
        share(row["lines_reached"], row["lines"]),
        share(row["branches_taken"], row["branches"]),
        ", ".join(map(str, row["missing"])),
    )
