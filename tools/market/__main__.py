"""Replays real prices through the market's state; writes docs/market-state.md and its picture."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.progress import Progress

from tools import figures
from tools.market.measure import measure
from tools.market.page import NAME, PAGE, PICTURE, page
from tools.market.picture import draw
from tools.replay import Replay


def keep(folder: Path, bar: Progress) -> None:
    """The picture is drawn from the prices themselves, so together with the figures."""
    figures.write(NAME, measure(folder, bar))
    draw(folder, PICTURE)


main = Replay("tools.market", __doc__, PAGE, page, keep, lambda: None).main


if __name__ == "__main__":
    sys.exit(main())
