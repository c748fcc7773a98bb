"""Writes the table of docs/market-state.md; with a part of a scenario's name, prints its blocks."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.contracts.market import page
from tests.contracts.market.scenarios import SCENARIOS


def main(arguments: Sequence[str]) -> int:
    if not arguments:
        page.write()
        print("wrote docs/market-state.md")
        return 0
    for name, play in SCENARIOS.items():
        if arguments[0] in name:
            print(f"{name}\n\n{page.blocks(play())}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
