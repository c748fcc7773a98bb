"""How deep all tests look, and a node of their own for those that need a chain."""

from __future__ import annotations

import pytest

from tests import depth

depth.register()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Just before Brownie connects; pure tests run without its plugin, and so without a node."""
    config = session.config
    if session.items and config.pluginmanager.has_plugin("brownie-core"):
        from tests import node

        config.stash[NODE] = node.start()
        node.attach(config.stash[NODE])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Also after a failure and after Ctrl-C."""
    if NODE in config.stash:
        config.stash[NODE].stop()


NODE = pytest.StashKey()  # the Anvil that runs
