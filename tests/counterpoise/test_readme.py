"""The README's ten-line session says what it says."""

import doctest
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_the_session_in_the_readme_runs_as_written() -> None:
    outcome = doctest.testfile(str(README), module_relative=False)

    assert outcome.attempted == 16
    assert outcome.failed == 0
