"""Which test shows which case of tests/cases.json, and why a case has none."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tools.markdown import table
from tools.security.told import Told, listed
from tools.stamp import ROOT

CATALOGUE = ROOT / "tests" / "cases.json"
FAMILIES = {
    "SH": "A. Shares and rounding",
    "TK": "B. Tokens with bad habits",
    "OR": "C. Oracles",
    "AM": "D. Markets and who moves them",
    "RB": "E. Rebalances",
    "ST": "F. Strategies",
    "GV": "G. Governance and roles",
    "EX": "H. Pause and exit",
    "KP": "J. Keeper",
}
REQUIRED = ("SH", "TK", "RB", "GV", "EX")  # Each of their cases has a test or a reason.
CASE = re.compile(rf"\b(?:{'|'.join(FAMILIES)})-\d\d\b")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What each case asks, and why one of the required families has no test."""

    cases: dict[str, str]
    untested: dict[str, str]

    def of(self, family: str) -> list[str]:
        return [case for case in self.cases if case.startswith(family)]


def catalogue() -> Catalogue:
    return Catalogue(**json.loads(CATALOGUE.read_text()))


def cited(tests: Iterable[Told]) -> dict[str, list[Told]]:
    """The tests, and classes of tests, whose docstrings name a case."""
    found = defaultdict(list)
    for it in tests:
        for case in sorted(set(CASE.findall(it.says))):
            found[case].append(it)
    return dict(found)


def section(tests: Sequence[Told]) -> str:
    known, shown = catalogue(), cited(tests)
    required = [case for family in REQUIRED for case in known.of(family)]
    summary = (
        "A test names in its docstring the case of `tests/cases.json` that it shows: "
        f"{len(shown)} cases.\nOf the {len(required)} of the families A, B, E, G and H, "
        f"which must hold before a release, {sum(case in shown for case in required)}\n"
        "have a test. This page repeats what docstrings claim; how much of a case a test shows is\n"
        "for its reader to judge. Without a test, and why:"
    )
    open_ones = [f"- {case}: {known.cases[case]} {why}" for case, why in known.untested.items()]
    families = [part(known, shown, family) for family in FAMILIES]
    return "\n\n".join(["## Cases and their tests", summary, "\n".join(open_ones), *families])


def part(known: Catalogue, shown: dict[str, list[Told]], family: str) -> str:
    """The cases of one family that have a test."""
    rows = [(it, known.cases[it], listed(shown[it])) for it in known.of(family) if it in shown]
    return f"### {FAMILIES[family]}\n\n" + table(("case", "what must hold", "tests"), rows)
