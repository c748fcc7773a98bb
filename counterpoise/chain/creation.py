"""Makes loaded contracts anew in an EVM in process, so that it keeps their code analysed.

revm looks through a contract's code for jump destinations once, when it is created; what comes out
of a snapshot it looks through at every call, which takes as long as running it. So whatever an
account without code has created is created once more, at its old address, by a constructor that
writes the same storage and returns the same code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_utils.address import to_checksum_address
from web3.types import Nonce
from web3.utils.address import get_create_address

MOST_NONCES = 1_000  # of one account that are tried: no deployment here sends more
MOST_BYTES = 49_152  # {byte} of a constructor (EIP-3860)
MOST_CREATED = 6  # by one contract: where something is, each spends 63 of 64 parts of 2^64 gas
FAIL = "625f5ffd5f526003601d5ff050"  # Create what reverts at once: it counts as a creation.

Accounts = dict[str, dict[str, Any]]  # as a snapshot has them


@dataclass(frozen=True, slots=True)
class Creation:
    """Who creates what, as its how many-eth transaction."""

    creator: str
    nonce: int
    address: str
    constructor: bytes


def creations(accounts: Accounts) -> list[Creation]:
    """What can be created anew, in each creator's order."""
    contracts = {it.lower(): data for it, data in accounts.items() if _has_code(data)}
    people = [(it, data["nonce"]) for it, data in accounts.items() if not _has_code(data)]
    found = []
    for creator, sent in people:
        for nonce in range(min(sent, MOST_NONCES)):
            address = created_by(creator, nonce)
            if address in contracts and _can_be_made(contracts[address]):
                made = Creation(creator, nonce, address, constructor(contracts[address]))
                found += [made] if len(made.constructor) <= MOST_BYTES else []
    return found


def without(accounts: Accounts, made: list[Creation]) -> Accounts:
    """The accounts before any of it was created; who creates has sent nothing yet."""
    blank = {"nonce": 0, "code": "0x", "storage": {}}
    gone, creators = {it.address for it in made}, {it.creator for it in made}
    kept = {it: data | blank if it.lower() in gone else data for it, data in accounts.items()}
    return kept | {it: kept[it] | {"nonce": 0} for it in creators}


def created_by(creator: str, nonce: int) -> str:
    """The address of what an account creates with that transaction."""
    return get_create_address(to_checksum_address(creator), Nonce(nonce)).lower()


def constructor(contract: dict[str, Any]) -> bytes:
    """Writes the storage, counts as many creations, and returns the code."""
    slots = sorted(contract["storage"].items())
    stores = "".join(_store(slot, value) for slot, value in slots)
    body = bytes.fromhex(stores + FAIL * (contract["nonce"] - 1))
    code = bytes.fromhex(contract["code"].removeprefix("0x"))
    head = len(body) + len(_tail(0, 0))
    return body + _tail(len(code), head) + code


def _tail(length: int, start: int) -> bytes:
    """Returns so many bytes of this code from there."""
    return bytes.fromhex(f"61{length:04x}8061{start:04x}5f395ff3")


def _store(slot: str, value: str) -> str:
    return f"7f{int(value, 16):064x}7f{int(slot, 16):064x}55"


def _has_code(account: dict[str, Any]) -> bool:
    return len(account["code"]) > len("0x")


def _can_be_made(contract: dict[str, Any]) -> bool:
    return int(contract["nonce"]) in range(1, 2 + MOST_CREATED)
