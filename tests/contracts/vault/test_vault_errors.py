"""IVault: every error of the interface is expected, with its numbers, by some test of the vault."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
INTERFACE = HERE.parents[2] / "interfaces" / "IVault.sol"
ERRORS = re.findall(r"error (\w+)\(", INTERFACE.read_text())
TESTS = "\n".join(path.read_text() for path in HERE.glob("test_*.py") if path != Path(__file__))


@pytest.mark.parametrize("error", ERRORS)
def test_it_is_provoked_with_its_numbers(error):
    assert re.search(rf'"{error}: |"{error}"', TESTS), f"nothing expects {error}"


def test_there_are_errors_to_provoke():
    assert len(ERRORS) == 23
