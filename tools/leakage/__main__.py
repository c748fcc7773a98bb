"""Draws the picture of docs/execution.md, and prints its table: python -m tools.leakage."""

from pathlib import Path

from tools.leakage.page import table
from tools.leakage.picture import draw
from tools.leakage.table import rows

draw(Path(__file__).parents[2] / "docs" / "images" / "splitting.png")
print(table(rows()))
