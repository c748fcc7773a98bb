"""Who takes part, and a chain that no test finds changed by another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from brownie import accounts

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


@pytest.fixture(scope="session")
def deployer() -> Any:
    return accounts[0]


@pytest.fixture(scope="session")
def governor() -> Any:
    return accounts[1]


@pytest.fixture(scope="session")
def guardian() -> Any:
    return accounts[2]


@pytest.fixture(scope="session")
def keeper() -> Any:
    return accounts[3]


@pytest.fixture(scope="session")
def depositor() -> Any:
    return accounts[4]


@pytest.fixture(scope="session")
def outsider() -> Any:
    return accounts[5]
