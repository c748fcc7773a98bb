"""One node that forks, and one vault for each venue; what a test does, the next does not see."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from web3 import Web3

from counterpoise.chain.anvil import Anvil
from counterpoise.chain.provider import connect
from counterpoise.chain.rewind import rewound
from counterpoise.fork.node import fork_of
from counterpoise.fork.server import StateServer
from counterpoise.fork.source import Source
from tests.fork.stage import PLACES, VENUES, Stage, build
from tests.fork.upstream import BLOCK, NO_STATE, is_recorded_block, source

PATIENCE = 60.0  # {s}; the first questions wait for the state behind the node.
# Anvil's usual accounts have code on mainnet by now: somebody delegated them.
ARGUMENTS = ("--mnemonic-seed-unsafe", "15538827", "--gas-limit", "100000000")


def pytest_terminal_summary(terminalreporter) -> None:
    """One line for all of them, where they all skip."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = {it.longrepr[2].removeprefix("Skipped: ") for it in skipped}
    for reason in sorted(it for it in reasons if it.startswith(NO_STATE)):
        terminalreporter.write_line(f"mainnet forks skipped: {reason}")


@pytest.fixture(scope="session")
def upstream() -> Source:
    """Mainnet at one block."""
    return source()


@pytest.fixture(scope="session")
def node(upstream: Source) -> Iterator[Anvil]:
    """A node that goes on from there."""
    with StateServer(upstream) as server, fork_of(server.url, ARGUMENTS) as anvil:
        yield anvil


@pytest.fixture(scope="session")
def w3(node: Anvil) -> Web3:
    """Its client."""
    return connect(node.url, chain_id=1, timeout=PATIENCE)


@pytest.fixture(scope="session")
def built(w3: Web3, node: Anvil, upstream: Source) -> Callable[[str], Stage]:
    """A vault by its venue's name, as it was built the first time."""
    return cache(lambda name: build(w3, node, upstream, name))


@pytest.fixture
def undone(w3: Web3, built: Callable[[str], Stage]) -> Iterator[None]:
    """All of mainnet is afterwards as it was before the test."""
    for name in PLACES:
        built(name)
    with rewound(w3.provider.make_request):
        yield


@pytest.fixture
def stage(built: Callable[[str], Stage], undone: None) -> Stage:
    """A vault, where it does not matter on what venue it trades."""
    return built(next(iter(VENUES)))


@pytest.fixture(params=VENUES)
def each(built: Callable[[str], Stage], undone: None, request: pytest.FixtureRequest) -> Stage:
    """A vault on each venue in turn."""
    return built(request.param)


@pytest.fixture
def recorded(each: Stage) -> Stage:
    """The same; a test that asks for it has figures which are those of one block."""
    return of_the_block(each)


@pytest.fixture
def recorded_pair(stage: Stage) -> Stage:
    """The pair alone, for figures of that block which are the pair's."""
    return of_the_block(stage)


def of_the_block(stage: Stage) -> Stage:
    """Of a node at any other block, whose pools stand elsewhere, no such figure can be told."""
    if not is_recorded_block(stage.source):
        pytest.skip(f"the figures are those of block {BLOCK}")
    return stage
