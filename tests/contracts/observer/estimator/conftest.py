"""Everything here is in process: there is a chain for each module, and no node to put back."""

import pytest

from tests.evm.in_process import Chain


@pytest.fixture(autouse=True)
def isolation():
    """Nothing on the node has changed."""


@pytest.fixture(scope="module")
def evm() -> Chain:
    return Chain()
