"""Who takes part, and a chain that no test finds changed by another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from brownie import accounts, chain, project
from world import rewound


@pytest.fixture(autouse=True)
def isolation() -> Iterator[None]:
    """What a test does has not happened for the next one; what a module's fixtures did has."""
    height = chain.height
    with rewound():
        yield
    for container in project.get_loaded_projects()[0]:
        for contract in [it for it in container if it.tx and it.tx.block_number > height]:
            container.remove(contract)  # Brownie's own way asks the node about every one there is.


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
