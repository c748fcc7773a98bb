"""The command of a page that real prices make: measure, write, or check what stands there."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress

from counterpoise.backtest.prices import BadPrices
from tools.stamp import ROOT

PRICES = ROOT.parent / "shared" / "data" / "prices"


@dataclass(frozen=True, slots=True)
class Replay:
    """A page of the documents, and how it comes about."""

    module: str  # `python -m` this
    about: str
    page: Path
    text: Callable[[], str]  # what the page should say, by the figures that are kept
    keep: Callable[[Path, Progress], None]  # measures from a folder, and keeps what it found
    draw: Callable[[], None]  # what can be drawn without measuring

    def main(self, arguments: Sequence[str] | None = None) -> int:
        """Measures, draws and writes; `--page` does not measure, `--check` only compares."""
        given = self._parser().parse_args(arguments)
        name = self.page.relative_to(ROOT)
        if given.check:
            return self._check(str(name))
        if not given.page and not self._kept(given.prices):
            return 1
        self.draw()
        self.page.write_text(self.text())
        print(f"wrote {name}")
        return 0

    def _parser(self) -> argparse.ArgumentParser:
        parser = argparse.ArgumentParser(prog=self.module, description=self.about)
        add = parser.add_argument
        add("--prices", type=Path, default=PRICES, help="the folder of the price files")
        add("--check", action="store_true", help="write nothing; fail where it is old")
        add("--page", action="store_true", help="measure nothing; write the page anew")
        return parser

    def _check(self, name: str) -> int:
        """Whether the page is what the figures say."""
        if self.page.read_text() == self.text():
            return 0
        told = f"run `python -m {self.module} --page`"
        print(f"{name} is not what its figures say: {told}", file=sys.stderr)
        return 1

    def _kept(self, folder: Path) -> bool:
        """Measures; whether the prices could be read."""
        try:
            with Progress() as bar:
                self.keep(folder, bar)
        except BadPrices as error:
            print(error, file=sys.stderr)
            return False
        return True
