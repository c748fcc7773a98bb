"""Everything here is in process: a chain for each module, and no node."""

import pytest

from tests.evm.in_process import Chain


@pytest.fixture(scope="module")
def chain() -> Chain:
    return Chain()


@pytest.fixture(scope="module")
def evm(chain: Chain) -> Chain:
    """The same, where something else is the chain's."""
    return chain
