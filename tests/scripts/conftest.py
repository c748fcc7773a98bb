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
from scripts.deploy.plan import with_market
from scripts.deploy.vault import deploy_vault

DEPLOYMENTS = Path(__file__).parents[2] / "deployments"


@pytest.fixture(autouse=True)
def isolation() -> Iterator[None]:
    """What a test does has not happened for the next one."""
    chain.snapshot()
    start = chain._snapshot_id
    yield
    chain._snapshot_id = start
    chain.revert()


@pytest.fixture
def deployer() -> Any:
    return accounts[0]


@pytest.fixture
def spec() -> dict[str, Any]:
    return json.loads((DEPLOYMENTS / "demo-market.params.json").read_text())


@pytest.fixture
def market(deployer, spec, tmp_path) -> dict[str, Any]:
    return deploy_market(deployer, spec, open_book(spec, tmp_path / "local-market.json"))


@pytest.fixture
def params(market, tmp_path) -> dict[str, Any]:
    """The demo's parameters, with the market's addresses in them."""
    raw = json.loads((DEPLOYMENTS / "demo.params.json").read_text())
    return deepcopy(with_market(raw, tmp_path))


@pytest.fixture
def book_file(tmp_path) -> Path:
    return tmp_path / "local-demo.json"


@pytest.fixture
def deploy(deployer, book_file):
    """Runs the deployment as a second process would: from the file alone."""

    def run(params: dict[str, Any]) -> SimpleNamespace:
        return SimpleNamespace(**deploy_vault(deployer, params, open_book(params, book_file)))

    return run
