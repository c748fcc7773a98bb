"""Replays real prices through the market's state; writes docs/market-state.md and its picture."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.progress import Progress

from counterpoise.backtest.prices import BadPrices
from tools.market.measure import measure
from tools.market.page import NAME, PAGE, PICTURE, page
from tools.market.picture import draw
from tools.security import figures
from tools.stamp import ROOT

PRICES = ROOT.parent / "shared" / "data" / "prices"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="market", description=__doc__)
    parser.add_argument("--prices", type=Path, default=PRICES, help="the folder of the price files")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where it is old")
    parser.add_argument("--page", action="store_true", help="measure nothing; write the page anew")
    given = parser.parse_args(arguments)
    name = PAGE.relative_to(ROOT)
    if given.check:
        return check(str(name))
    if not given.page and not kept(given.prices):
        return 1
    PAGE.write_text(page())
    print(f"wrote {name}")
    return 0


def check(name: str) -> int:
    """Whether the page is what the figures say."""
    if PAGE.read_text() == page():
        return 0
    print(
        f"{name} is not what its figures say: run `python -m tools.market --page`", file=sys.stderr
    )
    return 1


def kept(folder: Path) -> bool:
    """Measures and draws; whether the prices could be read."""
    try:
        with Progress() as bar:
            figures.write(NAME, measure(folder, bar))
        draw(folder, PICTURE)
    except BadPrices as error:
        print(error, file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
