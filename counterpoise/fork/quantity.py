"""Numbers, bytes and addresses as JSON-RPC writes them, or a complaint by name."""

from __future__ import annotations

import re
from typing import Any

from counterpoise.errors import CounterpoiseError

WORD = 2**256
HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
BYTES = re.compile(r"0x(?:[0-9a-fA-F]{2})*")
ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
SHOWN = 40  # characters of what is wrong
NO_ADDRESS = "0x" + 40 * "0"


class NotWellFormed(CounterpoiseError):
    """A value that is not what its place asks for; names the place, such as block.hash."""


def _refusal(where: str, wanted: str, got: Any) -> NotWellFormed:
    text = repr(got)
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return NotWellFormed(f"{where} is not {wanted}: {shown}")


def number_of(where: str, value: Any) -> int:
    """A number of at most 256 bits, as hexadecimal text or an integer. Raises `NotWellFormed`."""
    number = -1
    if isinstance(value, str) and HEXADECIMAL.fullmatch(value):
        number = int(value, 16)
    elif type(value) is int:  # To Python, true is an int too.
        number = value
    if not 0 <= number < WORD:
        raise _refusal(where, "a number of 256 bits", value)
    return number


def bytes_of(where: str, value: Any) -> str:
    """Whole bytes as hexadecimal text, in lower case. Raises `NotWellFormed`."""
    if not isinstance(value, str) or not BYTES.fullmatch(value):
        raise _refusal(where, "whole bytes after 0x", value)
    return value.lower()


def address_of(where: str, value: Any) -> str:
    """An address in lower case. Raises `NotWellFormed`."""
    if not isinstance(value, str) or not ADDRESS.fullmatch(value):
        raise _refusal(where, "an address", value)
    return value.lower()


def object_of(where: str, value: Any) -> dict[str, Any]:
    """An object with its names. Raises `NotWellFormed`."""
    if not isinstance(value, dict):
        raise _refusal(where, "an object", value)
    return value


def word(number: int) -> str:
    """A storage word, all 32 bytes of it."""
    return f"0x{number:064x}"
