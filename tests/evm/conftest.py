"""Everything here is in process: a chain for each module, and no node."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.evm.in_process import Chain, said


@pytest.fixture(scope="module")
def chain() -> Chain:
    return Chain()


@pytest.fixture(scope="module")
def evm(chain: Chain) -> Chain:
    """The same, where something else is the chain's."""
    return chain


@pytest.fixture(scope="module")
def ask(chain: Chain, request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Asks the mock that a test file calls `NAME`: what it answers, or refuses."""
    name = request.module.NAME
    mock = chain.deploy(name)
    return lambda function, *values: said(chain.ask, name, mock, function, *values)
