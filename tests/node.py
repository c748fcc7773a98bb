"""A fresh Anvil for Brownie, on a free port, for as long as the tests run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from counterpoise.chain.anvil import Anvil

GAS_LIMIT = 100_000_000  # {gas} of a block, and of what is sent
ARGUMENTS = ("--base-fee", "0", "--hardfork", "cancun", "--gas-limit", str(GAS_LIMIT))
GENESIS = 1_700_000_000  # {s}
BLOCK_TIME = 12  # {s}


def start() -> Anvil:
    """A node whose blocks are as far apart as Ethereum's: within one second Uniswap skips work.

    Its time does not follow the clock: a test says the same whenever it is asked.
    """
    node = Anvil(args=(*ARGUMENTS, "--timestamp", str(GENESIS)))
    node.start()
    node.rpc("anvil_setBlockTimestampInterval", BLOCK_TIME)
    return node


def attach(node: Anvil) -> None:
    """Makes the node Brownie's development network; Brownie connects to it later by itself."""
    import brownie
    from brownie._config import CONFIG
    from brownie.network.rpc import anvil

    from scripts.patience import be_patient

    CONFIG.networks["development"]["host"] = node.url
    CONFIG.settings["networks"]["development"]["gas_limit"] = GAS_LIMIT  # Else asked for each time.
    backend = {**vars(anvil), "on_connection": be_patient, "sleep": lambda s: _sleep(node, s)}
    brownie.rpc.backend = SimpleNamespace(**backend)
    brownie.chain._add_to_undo_buffer = _nothing  # Else: a snapshot for each transaction.


def _sleep(node: Anvil, seconds: int) -> int:
    """The next block is that much later; Anvil's own way needs blocks without a rhythm."""
    latest = node.rpc("eth_getBlockByNumber", "latest", False)
    node.rpc("evm_setNextBlockTimestamp", int(latest["timestamp"], 16) + seconds)
    return seconds


def _nothing(*_: Any) -> None:
    pass
