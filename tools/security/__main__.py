"""Keeps the figures of what has been measured and writes docs/security.md; `--check` compares."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tools import figures
from tools.security.page import PAGE, page
from tools.stamp import ROOT


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="security", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where it is old")
    name = PAGE.relative_to(ROOT)
    if not parser.parse_args(arguments).check:
        figures.keep()
        PAGE.write_text(page())
        print(f"wrote {name}")
    elif not PAGE.is_file() or PAGE.read_text() != page():
        print(f"{name} is not what the tree says: run `make security`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
