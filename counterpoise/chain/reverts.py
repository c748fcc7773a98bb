"""Turns the data of a revert into the error of the same name, with its fields."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from eth_abi.abi import decode as decode_abi
from eth_abi.exceptions import DecodingError
from eth_utils.address import is_address, to_checksum_address
from eth_utils.crypto import keccak

from counterpoise.chain.abi import entries, signature, types
from counterpoise.errors import Refusal, refusal

# What the libraries raise in assembly, the compiler by itself, and Permit2, stands in no ABI.
BEYOND_THE_ABI: tuple[dict[str, Any], ...] = (
    {"name": "Error", "inputs": [{"name": "reason", "type": "string"}]},
    {"name": "Panic", "inputs": [{"name": "code", "type": "uint256"}]},
    {"name": "MulDivFailed", "inputs": []},
    {"name": "FullMulDivFailed", "inputs": []},
    {"name": "InvalidNonce", "inputs": []},
    {"name": "InvalidSigner", "inputs": []},
    {"name": "InvalidSignature", "inputs": []},
    {"name": "InvalidSignatureLength", "inputs": []},
    {"name": "InvalidContractSignature", "inputs": []},
    {"name": "SignatureExpired", "inputs": [{"name": "deadline", "type": "uint256"}]},
    {"name": "InvalidAmount", "inputs": [{"name": "maxAmount", "type": "uint256"}]},
)


class UnknownRevert(Refusal):
    """A revert that no known contract declares."""

    selector: str
    data: str


class RevertMessage(Refusal):
    """A revert with a text, as other people's older contracts have it."""

    reason: str


def decode(data: bytes) -> Refusal:
    """The refusal that the data of a revert speaks of; `UnknownRevert` where nobody knows."""
    entry = _errors().get(data[:4])
    unknown = UnknownRevert(f"0x{data[:4].hex()}", f"0x{data[4:].hex()}")
    if entry is None:
        return unknown
    try:
        values = decode_abi(types(entry["inputs"]), data[4:])
    except DecodingError:
        return unknown
    if entry["name"] == "Error":
        return RevertMessage(values[0])
    return refusal(entry["name"], _named(entry["inputs"], values))


def selector_of(refused: Refusal) -> bytes:
    """The first four bytes of the data with which a contract would tell it, by its name.

    Raises `KeyError` for one that no known contract declares.
    """
    return _selectors()[refused.name]


def revert_data(data: Any) -> bytes:
    """The bytes of what a node gives with an error: text, bare or inside an object, or nothing."""
    if isinstance(data, dict):
        data = data.get("data", "0x")
    return bytes.fromhex(data.removeprefix("0x")) if isinstance(data, str) else b""


@cache
def _errors() -> dict[bytes, dict[str, Any]]:
    known = (*BEYOND_THE_ABI, *entries("error"))
    return {keccak(text=signature(entry))[:4]: entry for entry in known}


@cache
def _selectors() -> dict[str, bytes]:
    return {entry["name"]: selector for selector, entry in _errors().items()}


def _named(inputs: Sequence[dict[str, Any]], values: Sequence[Any]) -> dict[str, Any]:
    return {
        item["name"] or f"field{i}": _plain(item["type"], value)
        for i, (item, value) in enumerate(zip(inputs, values, strict=True))
    }


def _plain(kind: str, value: Any) -> Any:
    """Addresses as the rest of the program writes them, a reason decoded too, words as text."""
    if kind == "address" and is_address(value):
        return to_checksum_address(value)
    if kind == "bytes":  # Among errors, these are what somebody else has reverted with.
        return decode(value)
    return f"0x{value.hex()}" if isinstance(value, bytes) else value
