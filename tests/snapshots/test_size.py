"""Every contract has the size that was last agreed, and stays inside its room's budget."""

import json
from pathlib import Path

import pytest

from tools.snapshot import FOLDER, sizes

LIMIT, VAULT, OTHERS = 24_576, 16_384, 8_192  # {byte}; EIP-170, and our own budgets.
EXCEPTIONS = {"Authority": LIMIT}  # OpenZeppelin's AccessManager, whole.
AGREED = json.loads(Path(FOLDER / "size.json").read_text())


def budget(name: str) -> int:
    return VAULT if name == "Vault" else EXCEPTIONS.get(name, OTHERS)


def test_sizes_are_those_agreed():
    """A change of size is a change of this file, beside the reason (`make snapshot`)."""
    assert sizes() == AGREED


@pytest.mark.parametrize("name", sorted(AGREED))
def test_a_contract_stays_inside_its_budget(name):
    assert AGREED[name] <= budget(name)
