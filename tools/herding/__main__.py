"""Plays herds; writes docs/figures/herding.json and herd.json, and their pictures."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.progress import track

from tools.herding import scenes
from tools.herding.picture import draw_hour, draw_sizes
from tools.herding.scenes import Row, Scene
from tools.herding.windows import WINDOWS, play, row
from tools.stamp import ROOT

FIGURES, IMAGES = ROOT / "docs" / "figures", ROOT / "docs" / "images"


def main() -> int:
    """Each window, size, cascade and trend."""
    courses = {it: play(it) for it in track(WINDOWS, description="windows")}
    _write("herding", [row(window, it) for window, it in courses.items()])
    draw_hour(courses, IMAGES / "herding.png")
    found = {
        "sizes": _rows("sizes", scenes.sizes()),
        "cascades": _rows("cascades", scenes.cascades()),
        "trends": _rows("trends", scenes.trends()),
    }
    _write("herd", found)
    draw_sizes(found["sizes"], IMAGES / "herd.png")
    return 0


def _rows(name: str, played: list[Scene]) -> list[Row]:
    return [it.row() for it in track(played, description=name)]


def _write(name: str, found: Any) -> None:
    (FIGURES / f"{name}.json").write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
