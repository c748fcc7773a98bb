"""How deep all tests look, and a node of their own for those that need a chain."""

from __future__ import annotations

import signal

import pytest
from hypothesis import settings

from tests import depth

depth.register()
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # As a shell starts what runs behind it.
    signal.signal(signal.SIGINT, signal.default_int_handler)  # Children too have Ctrl-C then.


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Brownie loads a profile of its own when it is first imported: each module begins anew."""
    settings.load_profile(collector.config.getoption("--hypothesis-profile") or "modest")


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
