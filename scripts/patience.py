"""Brownie beside a local node: quick to look, and patient where the node lags behind itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from brownie import web3
from brownie.network import transaction
from web3.exceptions import TransactionNotFound

from scripts.wire import rewire

POLL = 0.001  # {s}; Brownie waits a whole second for a receipt that is there in a millisecond.
TRIES = 30_000  # Half a minute: Anvil counts a transaction before it can show it.
LOCAL = (1337, 31337)  # Chain ids of development nodes.


def be_patient_if_local() -> None:
    """On a development node alone: elsewhere Brownie's own pace is right."""
    if web3.chain_id in LOCAL:
        be_patient()


def be_patient() -> None:
    """Once is enough for each connection; a second time changes nothing."""
    rewire(web3)
    if isinstance(transaction.time, SimpleNamespace):
        return
    transaction.time = SimpleNamespace(time=time.time, sleep=_sleep_briefly)
    for name in ("get_transaction", "get_transaction_receipt"):
        setattr(web3.eth, name, _until_shown(getattr(web3.eth, name)))


def _sleep_briefly(seconds: float) -> None:
    time.sleep(min(seconds, POLL))


def _until_shown(ask: Callable[..., Any]) -> Callable[..., Any]:
    def asked(*inputs: Any) -> Any:
        for _ in range(TRIES):
            try:
                return ask(*inputs)
            except TransactionNotFound:
                time.sleep(POLL)
        return ask(*inputs)

    return asked
