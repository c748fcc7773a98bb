"""`python -m tools.sandwiches`: prints the table of docs/execution.md and draws its picture."""

from __future__ import annotations

from pathlib import Path

from tools.sandwiches.measure import rows
from tools.sandwiches.page import table
from tools.sandwiches.picture import draw

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "images" / "sandwiches.png"


def main(picture: Path = PICTURE) -> None:
    """Measures in a second; always the same."""
    found = rows()
    draw(found, picture)
    print(table(found))


if __name__ == "__main__":
    main()
