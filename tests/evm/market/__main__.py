"""Writes the table of docs/market-state.md; with a part of a scenario's name, prints its blocks."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.evm.market import page
from tests.evm.market.scenarios import SCENARIOS, is_playable


def main(arguments: Sequence[str]) -> int:
    if not arguments:
        page.write()
        print("wrote docs/market-state.md")
        return 0
    for name, play in SCENARIOS.items():
        if arguments[0] in name:
            rows = page.blocks(play()) if is_playable(name) else "No real prices are here."
            print(f"{name}\n\n{rows}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
