"""One node and one vault for all the tests here; what a test does, the next one does not see."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterpoise.chain.anvil import Anvil
from counterpoise.chain.rewind import rewound
from counterpoise.cli import main
from tests.chain.door import WRAPPED, Door, open_door
from tests.chain.watched import Watched, watch
from tests.chain.world import ARGUMENTS, World, build

Run = Callable[[str], Result]


@pytest.fixture(scope="session")
def node() -> Iterator[Anvil]:
    """A fresh Anvil."""
    with Anvil(args=ARGUMENTS) as anvil:
        yield anvil


@pytest.fixture(scope="session")
def built(node: Anvil) -> World:
    """The world as it was built."""
    return build(node.url, WRAPPED)


@pytest.fixture
def world(built: World) -> Iterator[World]:
    """The world, undone after the test."""
    with rewound(built.w3.provider.make_request):
        yield built


@pytest.fixture(scope="module")
def market(built: World) -> Iterator[Watched]:
    """The world's vault with a market's state around it, for all the tests of one file."""
    with rewound(built.w3.provider.make_request):
        made = watch(built)
        built.wait(60)  # {s}; a pair touched in a block is not asked for its depth in it.
        yield made


@pytest.fixture
def watched(market: Watched, world: World) -> Watched:
    """The same, undone after the test."""
    return market


@pytest.fixture
def deployment(world: World, tmp_path: Path) -> Path:
    """The file that says where the vault is."""
    return world.deployment(tmp_path)


@pytest.fixture
def door(world: World) -> Door:
    """The gateway of the world's vault."""
    return open_door(world)


@pytest.fixture
def gateway_deployment(door: Door, tmp_path: Path) -> Path:
    """The same file with the gateway in it."""
    return door.world.deployment(tmp_path, gateway=door.contract.address)


@pytest.fixture
def run_as(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Gives the command line a deployment; the secret must never be shown."""

    def run_as(deployment: Path, secret: str, url: str = world.url) -> Run:
        for name in ("KEY", "PASSWORD"):
            monkeypatch.delenv(f"COUNTERPOISE_{name}", raising=False)
        monkeypatch.setenv("COUNTERPOISE_RPC", url)
        monkeypatch.setenv("COUNTERPOISE_DEPLOYMENT", str(deployment))

        def run(line: str) -> Result:
            result = CliRunner().invoke(main, line.split())
            assert "Traceback" not in result.output
            assert secret.removeprefix("0x") not in result.output
            return result

        return run

    return run_as
