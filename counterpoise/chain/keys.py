"""Who signs: an encrypted keystore, an environment variable, or an account of the node's own.

A key is read, handed to the signer and kept there; it stands in no message, no repr, no traceback.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from eth_account import Account
from eth_account.datastructures import SignedMessage
from eth_account.messages import SignableMessage
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.address import is_address
from hexbytes import HexBytes
from web3 import Web3
from web3.types import TxParams

from counterpoise.errors import CounterpoiseError

WELL_FORMED = re.compile("(0x)?[0-9a-fA-F]{64}")  # A shorter one would be padded to another's.


class KeyProblem(CounterpoiseError):
    """No key, or one that does not open."""


class Signer(Protocol):
    """Sends transactions in one account's name."""

    @property
    def address(self) -> ChecksumAddress: ...

    def send(self, w3: Web3, transaction: TxParams) -> HexBytes:
        """Signs, sends, and returns the transaction's hash."""
        ...


class LocalKey:
    """A key in this process; only its address can be seen."""

    __slots__ = ("_account",)

    def __init__(self, account: LocalAccount) -> None:
        self._account = account

    @property
    def address(self) -> ChecksumAddress:
        return self._account.address

    def send(self, w3: Web3, transaction: TxParams) -> HexBytes:
        """Signs here, so that the key never travels."""
        signed = self._account.sign_transaction(transaction)  # type: ignore[arg-type]
        return w3.eth.send_raw_transaction(signed.raw_transaction)

    def sign(self, message: SignableMessage) -> SignedMessage:
        """Signs words that are no transaction."""
        return self._account.sign_message(message)

    def __repr__(self) -> str:
        return f"LocalKey({self.address})"

    def __reduce__(self) -> str:
        raise KeyProblem("a key is not to be pickled")


@dataclass(frozen=True, slots=True)
class NodeAccount:
    """An account that the node itself signs for, as Anvil's are."""

    address: ChecksumAddress

    def send(self, w3: Web3, transaction: TxParams) -> HexBytes:
        """Leaves the signing to the node."""
        return w3.eth.send_transaction(transaction)


def sign(signer: Signer, message: SignableMessage) -> SignedMessage:
    """The signer's signature. Raises `KeyProblem` for an account whose key the node keeps."""
    if not isinstance(signer, LocalKey):
        raise KeyProblem("the node's accounts sign no permits: give --keystore or a key's variable")
    return signer.sign(message)


def from_environment(variable: str) -> LocalKey:
    """The key in an environment variable, as 64 hexadecimal digits. Raises `KeyProblem`."""
    if not os.environ.get(variable):
        raise KeyProblem(f"no key: the environment variable {variable} is not set")
    invalid = KeyProblem(f"the environment variable {variable} holds no private key of 64 digits")
    if not WELL_FORMED.fullmatch(os.environ[variable]):
        raise invalid
    try:
        return LocalKey(Account.from_key(os.environ[variable]))
    except Exception:  # noqa: BLE001 - whatever it was, its message could quote the key
        pass
    raise invalid


def from_keystore(file: Path, password: Callable[[], str]) -> LocalKey:
    """The key in an encrypted keystore file; asks for the password. Raises `KeyProblem`."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise KeyProblem(f"cannot read the keystore {file}: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise KeyProblem(f"not a keystore: {file} is not JSON") from None
    if not isinstance(content, dict) or "crypto" not in {key.lower() for key in content}:
        raise KeyProblem(f"not a keystore: {file} has no encrypted key")
    secret = password()
    try:
        return LocalKey(Account.from_key(Account.decrypt(content, secret)))
    except ValueError:
        problem = KeyProblem(f"the password does not open the keystore {file}")
    except Exception:  # noqa: BLE001 - a damaged file fails in many ways, none of them to be quoted
        problem = KeyProblem(f"not a keystore: {file} is damaged")
    raise problem


def from_node(w3: Web3, choice: str) -> NodeAccount:
    """An account that the node holds, by its place in the list or its address.

    Raises `KeyProblem` where the node does not hold it.
    """
    accounts = w3.eth.accounts
    if is_address(choice):
        wanted = [account for account in accounts if account.lower() == choice.lower()]
        return NodeAccount(_first(wanted, f"the node does not hold the account {choice}"))
    if not choice.isdecimal():
        raise KeyProblem(f"not an account: {choice!r} is neither an address nor a number")
    rest = accounts[int(choice) :]
    return NodeAccount(_first(rest, f"the node holds {len(accounts)} accounts, no number {choice}"))


def _first(
    accounts: "list[ChecksumAddress] | tuple[ChecksumAddress, ...]", else_: str
) -> ChecksumAddress:
    if not accounts:
        raise KeyProblem(else_)
    return accounts[0]
