"""What each role can do at worst: the table of docs/roles.md, which test_thieves.py holds true."""

from __future__ import annotations

import re

from tools.stamp import ROOT

ROLES = ROOT / "docs" / "roles.md"
THIEVES = re.compile(r"^\| thief \|.*?(?=\n\n)", re.MULTILINE | re.DOTALL)
TEXT = """\
`test_thieves.py` plays each thief with a stolen key for a day and compares what it measures with
this table of docs/roles.md, where the constraints are told under which the bounds hold."""


class NoThieves(Exception):
    """docs/roles.md has no table of thieves; carries its path."""


def section() -> str:
    return f"## Roles and their bounds\n\n{TEXT}\n\n{thieves(ROLES.read_text())}"


def thieves(text: str) -> str:
    """The table as it stands there. Raises `NoThieves`."""
    found = THIEVES.search(text)
    if not found:
        raise NoThieves(ROLES.name)
    return found[0]
