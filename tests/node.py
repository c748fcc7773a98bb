"""A fresh Anvil for Brownie, on a free port, for as long as the tests run."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

from counterpoise.chain.anvil import Anvil

ARGUMENTS = ("--base-fee", "0", "--hardfork", "cancun", "--gas-limit", "100000000")
TRACING = ("--steps-tracing",)
BLOCK_TIME = 12  # {s}
POLL = 0.005  # {s}; Brownie waits a whole second for a receipt that is there in a millisecond.


def start(tracing: bool = False) -> Anvil:
    """A node whose blocks are as far apart as Ethereum's: within one second Uniswap skips work."""
    node = Anvil(args=ARGUMENTS + TRACING if tracing else ARGUMENTS)
    node.start()
    node.rpc("anvil_setBlockTimestampInterval", BLOCK_TIME)
    return node


def attach(node: Anvil) -> None:
    """Makes the node Brownie's development network; Brownie connects to it later by itself."""
    import brownie
    from brownie._config import CONFIG
    from brownie.network import transaction
    from brownie.network.rpc import anvil

    CONFIG.networks["development"]["host"] = node.url
    backend = {**vars(anvil), "on_connection": _nothing, "sleep": lambda s: _sleep(node, s)}
    brownie.rpc.backend = SimpleNamespace(**backend)
    brownie.chain._add_to_undo_buffer = _nothing  # Else: a snapshot for each transaction.
    transaction.time = SimpleNamespace(time=time.time, sleep=_poll)


def _sleep(node: Anvil, seconds: int) -> int:
    """The next block is that much later; Anvil's own way needs blocks without a rhythm."""
    latest = node.rpc("eth_getBlockByNumber", "latest", False)
    node.rpc("evm_setNextBlockTimestamp", int(latest["timestamp"], 16) + seconds)
    return seconds


def _poll(seconds: float) -> None:
    time.sleep(min(seconds, POLL))


def _nothing(*_: Any) -> None:
    pass
