"""What is cited by a number is told in docs/citations.md, and what is told there is cited."""

import re
import subprocess
from functools import cache

from tools.stamp import ROOT

PAGE = "docs/citations.md"
HEAD = re.compile(r"^\| (?:[A-T]?\d)[^|]*\|", re.MULTILINE)  # of a row that tells something
NUMBER = re.compile(r"[A-T]?\d+(?:\.\d+)?")
VECTOR = r"V\d+\.\d+"
SECTION = re.compile(r"\bmath (\d+(?:\.\d+)?)")
# A list of numbers alone, in parentheses or before a docstring's sentence, with those of cases.
ONE = rf"(?:[A-T]\d{{1,2}}|I-\d\d|[A-Z]{{2}}-\d\d|{VECTOR}|math \d+\.\d+)"
LIST = re.compile(rf"(?:\(|\"\"\")(?:features? )?({ONE}(?:, {ONE})*)(?=[)\s;,:.\"])")
NO_CITATIONS = {"D18", "Q96", "L1"}  # formats of numbers, and a measure
CAPABILITY = re.compile(r"(?<![\w-])[A-T]\d{1,2}(?![\w.-])")


@cache
def texts() -> dict[str, str]:
    """What may cite: code, tests and pages, but the page itself."""
    command = ["git", "ls-files", "*.py", "*.sol", "docs/*.md"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    names = {*listed.stdout.splitlines()} - {PAGE}
    return {it: (ROOT / it).read_text() for it in names if (ROOT / it).is_file()}


def told() -> set[str]:
    """Each capability and section that a row is about."""
    return {it for row in HEAD.finditer((ROOT / PAGE).read_text()) for it in NUMBER.findall(row[0])}


def vectors() -> set[str]:
    """Each vector that a row names; `V1.2 to V1.8` is seven."""
    page = (ROOT / PAGE).read_text()
    named = set(re.findall(VECTOR, page))
    for whole, first, last in re.findall(r"V(\d+)\.(\d+) to V\d+\.(\d+)", page):
        named |= {f"V{whole}.{i}" for i in range(int(first), int(last) + 1)}
    return named


def cited(pattern: re.Pattern[str]) -> set[str]:
    return {it for text in texts().values() for it in pattern.findall(text)}


def capabilities() -> set[str]:
    lists = cited(LIST)
    return {it for each in lists for it in CAPABILITY.findall(each)} - NO_CITATIONS


def test_every_section_that_is_cited_is_told():
    assert cited(SECTION) - told() == set()


def test_every_vector_that_is_cited_is_told():
    assert cited(re.compile(rf"\b{VECTOR}\b")) - vectors() == set()


def test_every_capability_that_is_cited_is_told():
    assert capabilities() - told() == set()


def test_what_is_told_is_cited():
    assert told() - cited(SECTION) - capabilities() == set()


def test_the_pages_that_are_named_are_there():
    links = re.findall(r"\]\(([^)#]+)", (ROOT / PAGE).read_text())
    assert [it for it in links if not (ROOT / "docs" / it).is_file()] == []
