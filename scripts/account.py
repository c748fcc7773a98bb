"""Who sends: a key from the environment, one of Brownie's keystore, or the local node's own."""

from __future__ import annotations

import os
from typing import Any

from brownie import accounts

from scripts.deploy.parameters import Refused

KEY, KEYSTORE = "COUNTERPOISE_KEY", "COUNTERPOISE_ACCOUNT"


def sender(index: int = 0) -> Any:
    """The account to send from; without a key, the local node's unlocked one of that index."""
    if os.environ.get(KEY):
        return accounts.add(os.environ[KEY])
    if os.environ.get(KEYSTORE):
        return accounts.load(os.environ[KEYSTORE])
    if index < len(accounts):
        return accounts[index]
    raise Refused(f"no account: set {KEY} to a private key or {KEYSTORE} to a Brownie keystore id")
