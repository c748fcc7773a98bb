"""Who takes part, and a chain that no test finds changed by another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from brownie import accounts
from world import ROLES

from tests.rewind import undone


@pytest.fixture(scope="module")
def module_isolation() -> Iterator[None]:
    """What a module's fixtures did has not happened for the next one."""
    with undone():
        yield


@pytest.fixture(autouse=True)
def isolation() -> Iterator[None]:
    """What a test does has not happened for the next one; what a module's fixtures did has."""
    with undone():
        yield


def person(role: str) -> Any:
    """Who has the role in every world."""
    return pytest.fixture(scope="session", name=role)(lambda: accounts[ROLES.index(role)])


deployer, governor, guardian, keeper, depositor, outsider = map(person, ROLES)
