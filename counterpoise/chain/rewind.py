"""What happens on a local node has not happened afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Ask = Callable[[Any, Any], Any]  # a provider's `make_request`: method and values to a response

POLL = 0.001  # {s}
TRIES = 30_000  # Half a minute; what is not mined by then, nobody mines.


@contextmanager
def rewound(ask: Ask) -> Iterator[None]:
    """The node is after the block what it was before it."""
    mark = ask("evm_snapshot", [])["result"]
    try:
        yield
    finally:
        revert(ask, mark)


def revert(ask: Ask, mark: str) -> None:
    """Back to a snapshot, with nothing left that waits for a block."""
    settle(ask)
    ask("evm_revert", [mark])


def settle(ask: Ask) -> None:
    """Until the node's pool is empty, by force where it has to be.

    Anvil tells of a receipt before it takes the transaction from its pool. One that is still there
    when its block is undone refuses the sender's next: "replacement transaction underpriced".
    """
    for _ in range(TRIES if ask("anvil_getAutomine", [])["result"] else 0):
        if int(ask("txpool_status", [])["result"]["pending"], 16) == 0:
            return
        time.sleep(POLL)
    ask("anvil_dropAllTransactions", [])
