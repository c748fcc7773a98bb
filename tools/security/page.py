"""The page, section by section, from nothing but what is checked in."""

from __future__ import annotations

from tools.security import cases, defects, errors, reach, roles, runs, survivors
from tools.security.told import told
from tools.stamp import ROOT

PAGE = ROOT / "docs" / "security.md"
HEAD = """\
<!-- Written by `make security`; a change belongs into tools/security or into what it reads. -->

# Security: what the tests are worth

`make security` writes this page from the tree: from the docstrings and the code of the tests,
docs/roles.md, `tests/cases.json`, and the figures in `docs/figures`, which it takes from the
reports that `make mutants`, `make coverage` and the deep machine leave, where there are any, and
`make mutation` keeps itself. The tests fail while the page is not what the tree says."""


def page() -> str:
    """The whole page."""
    tests = told()
    sections = [
        runs.section(tests),
        roles.section(),
        cases.section(tests),
        errors.section(tests),
        defects.section(),
        survivors.section(),
        reach.section(),
    ]
    return "\n\n".join([HEAD, *sections]) + "\n"
