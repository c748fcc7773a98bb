"""One node and one vault for all the tests here; what a test does, the next one does not see."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterpoise.chain.anvil import Anvil
from tests.chain.world import ARGUMENTS, World, build


@pytest.fixture(scope="session")
def node() -> Iterator[Anvil]:
    """A fresh Anvil."""
    with Anvil(args=ARGUMENTS) as anvil:
        yield anvil


@pytest.fixture(scope="session")
def built(node: Anvil) -> World:
    """The world as it was built."""
    return build(node.url)


@pytest.fixture
def world(node: Anvil, built: World) -> Iterator[World]:
    """The world, undone after the test."""
    mark = node.rpc("evm_snapshot")
    yield built
    node.rpc("evm_revert", mark)


@pytest.fixture
def deployment(world: World, tmp_path: Path) -> Path:
    """The file that says where the vault is."""
    return world.deployment(tmp_path)
