"""The shape of a state file: its JSON object to a state and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from counterpoise.fork.quantity import (
    NotWellFormed,
    address_of,
    bytes_of,
    number_of,
    object_of,
)
from counterpoise.fork.state import NO_CODE, Account, ChainState, Header

# What a node that forks will not do without.
NUMBERS = ("number", "timestamp", "gasLimit", "gasUsed", "difficulty")
BYTES = (
    "hash",
    "parentHash",
    "sha3Uncles",
    "miner",
    "stateRoot",
    "transactionsRoot",
    "receiptsRoot",
    "logsBloom",
    "extraData",
)
LISTS = ("transactions", "uncles", "withdrawals")  # Long, and no part of the state.


def state_of(data: Any) -> ChainState:
    """The state that a file's JSON describes. Raises `NotWellFormed` with the key that is wrong."""
    top = object_of("the whole", data)
    return ChainState(
        number_of("chain_id", _in(top, "chain_id")),
        header_of(_in(top, "block")),
        _unique("accounts", _in(top, "accounts"), address_of, account_of),
    )


def header_of(data: Any) -> Header:
    """A block's header without its lists. Raises `NotWellFormed`."""
    header = object_of("block", data)
    for key in NUMBERS:
        number_of(f"block.{key}", _in(header, key, "block."))
    for key in BYTES:
        bytes_of(f"block.{key}", _in(header, key, "block."))
    return {key: value for key, value in header.items() if key not in LISTS}


def account_of(where: str, data: Any) -> Account:
    """One account; code and storage may be left out. Raises `NotWellFormed`."""
    known = object_of(where, data)
    return Account(
        number_of(f"{where}.balance", _in(known, "balance", f"{where}.")),
        number_of(f"{where}.nonce", _in(known, "nonce", f"{where}.")),
        bytes_of(f"{where}.code", known.get("code", NO_CODE)),
        _unique(f"{where}.storage", known.get("storage", {}), number_of, number_of),
    )


def object_of_state(state: ChainState) -> dict[str, Any]:
    """What a file holds, in an order that does not depend on who asked first."""
    accounts = {key: _object(state.accounts[key]) for key in sorted(state.accounts)}
    return {"chain_id": state.chain_id, "block": dict(state.block), "accounts": accounts}


def _object(account: Account) -> dict[str, Any]:
    made: dict[str, Any] = {"balance": hex(account.balance), "nonce": account.nonce}
    if account.code != NO_CODE:
        made["code"] = account.code
    if account.storage:
        made["storage"] = {hex(slot): hex(it) for slot, it in sorted(account.storage.items())}
    return made


def _in(data: dict[str, Any], key: str, where: str = "") -> Any:
    if key not in data:
        raise NotWellFormed(f"{where}{key} is missing")
    return data[key]


def _unique(
    where: str, data: Any, key_of: Callable[..., Any], value_of: Callable[..., Any]
) -> dict[Any, Any]:
    """Keys that may be written in several ways, each of them once."""
    made: dict[Any, Any] = {}
    for text, value in object_of(where, data).items():
        key = key_of(f"{where}.{text}", text)
        if key in made:
            raise NotWellFormed(f"{where}.{text} stands there twice")
        made[key] = value_of(f"{where}.{text}", value)
    return made
