"""The kinds that a parameter file can name, as docs/deployment.md shows them.

python -m scripts.deploy.table writes them there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scripts.deploy.constraints import CONSTRAINTS
from scripts.deploy.execution import AUCTIONS, PLANNERS, VENUES
from scripts.deploy.kinds import Key, Kind, Kinds
from scripts.deploy.oracles import ORACLES
from scripts.deploy.signals import SIGNALS, SOURCES
from scripts.deploy.strategies import STRATEGIES
from scripts.deploy.tank import TANKS

PAGE = Path(__file__).parents[2] / "docs" / "deployment.md"
BEGIN, END = "<!-- kinds: python -m scripts.deploy.table -->", "<!-- end of kinds -->"
HEAD = "| kind | contract | key | allowed | left out |\n| --- | --- | --- | --- | --- |"
# Where a file names them, and what they are.
FAMILIES: dict[str, Kinds] = {
    "`strategy`": STRATEGIES,
    "`constraints`": CONSTRAINTS,
    **{f"`signals.{name}`": kinds for name, kinds in SIGNALS.items()},
    "`oracle` of an asset": ORACLES,
    "`planner`": PLANNERS,
    "`auction` of a planner": AUCTIONS,
    "`venue`": VENUES,
    "`tank`": TANKS,
}


def kinds() -> str:
    """A table of each family: kinds, contracts, keys, units and what they need."""
    return "\n\n".join(f"### {name}\n\n{_table(family)}" for name, family in FAMILIES.items())


def filled(page: str) -> str:
    """The page with the tables between their marks."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{kinds()}\n\n{END}{after}"


def _table(family: Kinds) -> str:
    rows = (row for name, kind in family.items() for row in _rows(name, kind))
    return "\n".join([HEAD, *rows])


def _rows(name: str, kind: Kind) -> Iterator[str]:
    """What it is, then a row for each key."""
    needs = [f"{SOURCES[it.signal]} ({it.signal}{_when(it.when)})" for it in kind.needs]
    said = kind.says + (f"; needs {', '.join(needs)}" if needs else "")
    yield f"| `{name}` | {kind.contract} | | {said} | |"
    for key in kind.keys:
        yield f"| | | `{key.name}` | {key.unit.says} | {_left_out(key)} |"


def _when(key: str) -> str:
    return f", where there is a `{key}`" if key else ""


def _left_out(key: Key) -> str:
    return key.otherwise.says if key.otherwise else ""


def main() -> None:
    PAGE.write_text(filled(PAGE.read_text()))


if __name__ == "__main__":
    main()
