"""Everything here is in process: each scenario has a chain of its own, and no node to put back."""

import pytest


@pytest.fixture(autouse=True)
def isolation() -> None:
    """Nothing on the node has changed."""
