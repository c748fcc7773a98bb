"""docs/invariants.md: every numbered sentence is cited by a test, and no test cites another."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
ON_CHAIN = ROOT / "tests" / "contracts", ROOT / "tests" / "evm"
NUMBER = re.compile(r"\bI-\d\d\b")
SENTENCE = re.compile(r"^- \*\*(I-\d\d) ", re.MULTILINE)


def written():
    return set(SENTENCE.findall((ROOT / "docs" / "invariants.md").read_text()))


def cited():
    paths = (path for room in ON_CHAIN for path in room.rglob("*.py"))
    texts = (path.read_text() for path in paths if path != Path(__file__))
    return {number for text in texts for number in NUMBER.findall(text)}


def test_every_invariant_is_cited_by_a_test():
    assert written() - cited() == set()


def test_no_test_cites_an_invariant_that_is_not_written():
    assert cited() - written() == set()
