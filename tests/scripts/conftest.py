"""A market and a vault from the scripts, on a chain that no test finds changed by another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from brownie import accounts, chain

from scripts.deploy.book import open_book
from scripts.deploy.market import deploy_market
from scripts.deploy.parameters import Mismatch
from scripts.deploy.placing import with_market
from scripts.deploy.vault import deploy_vault
from tests.rewind import undone

DEPLOYMENTS = Path(__file__).parents[2] / "deployments"
PERMIT2 = json.loads((Path(__file__).parents[1] / "contracts" / "permit2.json").read_text())


@pytest.fixture(autouse=True)
def isolation() -> Iterator[None]:
    """What a test does has not happened for the next one."""
    with undone():
        yield


@pytest.fixture(scope="session")
def deployer() -> Any:
    return accounts[0]


def parameters(name: str) -> dict[str, Any]:
    return json.loads((DEPLOYMENTS / f"{name}.params.json").read_text())


def refusal(deploy, params) -> str:
    """What a deployment stops with, before anything is sent."""
    height = chain.height
    with pytest.raises(Mismatch) as refused:
        deploy(params)
    assert chain.height == height
    return str(refused.value)


@pytest.fixture
def spec() -> dict[str, Any]:
    return parameters("demo-market")


@pytest.fixture(scope="session")
def market_file(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("market") / "local-market.json"


@pytest.fixture(scope="session")
def market(deployer, market_file) -> dict[str, Any]:
    """Deployed once; what a test does to it is undone after it."""
    spec = parameters("demo-market")
    return deploy_market(deployer, spec, open_book(spec, market_file))


@pytest.fixture(scope="session")
def standing(deployer, market, market_file) -> tuple[SimpleNamespace, str]:
    """A vault that a run has left behind, deployed once, and the book of that run."""
    params = with_market(parameters("demo"), market_file.parent)
    path = market_file.parent / "local-demo.json"
    return SimpleNamespace(
        **deploy_vault(deployer, params, open_book(params, path))
    ), path.read_text()


@pytest.fixture
def params(market, market_file) -> dict[str, Any]:
    """The demo's parameters, with the market's addresses in them."""
    return deepcopy(with_market(parameters("demo"), market_file.parent))


@pytest.fixture
def book_file(tmp_path) -> Path:
    return tmp_path / "local-demo.json"


@pytest.fixture
def deploy(deployer, book_file):
    """Runs the deployment as a second process would: from the file alone."""

    def run(params: dict[str, Any]) -> SimpleNamespace:
        return SimpleNamespace(**deploy_vault(deployer, params, open_book(params, book_file)))

    return run


@pytest.fixture
def there(standing, book_file) -> SimpleNamespace:
    """The vault that stands, with a book of the test's own."""
    vault, book = standing
    book_file.write_text(book)
    return vault
