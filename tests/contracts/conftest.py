"""Who takes part, and a chain that no test finds changed by another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from brownie import accounts, chain


@pytest.fixture(autouse=True)
def isolation() -> Iterator[None]:
    """What a test does has not happened for the next one; what a module's fixtures did has."""
    chain.snapshot()
    start = chain._snapshot_id  # A test may take snapshots of its own.
    yield
    chain._snapshot_id = start
    chain.revert()


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
