"""What is run while a recorder listens: somebody's command, or a list of calls."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from counterpoise.chain.anvil import Anvil, AnvilFailed
from counterpoise.errors import CounterpoiseError
from counterpoise.fork.node import fork_of
from counterpoise.fork.quantity import NO_ADDRESS, NotWellFormed, address_of, bytes_of, object_of

NODE, BLOCK = "MAINNET_RPC_URL", "MAINNET_BLOCK"  # How a command is told where to fork from.
CALL_SECONDS = 120.0  # A call may ask a far node for hundreds of words, one after the other.
Call = dict[str, str]


class RunFailed(CounterpoiseError):
    """The run did not end well, so what it touched is not all that it would have touched."""


class CallsProblem(CounterpoiseError):
    """A list of calls that is not there, or not one; says which file and where."""


def run_command(url: str, number: int, command: Sequence[str]) -> None:
    """Runs it with the node's address and block in its environment. Raises `RunFailed`."""
    told = os.environ | {NODE: url, BLOCK: str(number)}
    try:
        code = subprocess.run(command, env=told, check=False).returncode
    except OSError as error:
        raise RunFailed(f"cannot run {command[0]}: {error.strerror}") from None
    if code != 0:
        raise RunFailed(f"{command[0]} ended with {code}: nothing is recorded")


def run_calls(url: str, calls: Sequence[Call]) -> int:
    """Makes each on a fork, as if it were the only one; returns how many reverted."""
    with fork_of(url) as node:
        return sum(not _succeeds(node, call) for call in calls)


def read_calls(file: Path) -> list[Call]:
    """A JSON list of objects with to, data and perhaps from. Raises `CallsProblem`."""
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CallsProblem(f"cannot read the calls {file}: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise CallsProblem(f"not a list of calls: {file} is not JSON") from None
    if not isinstance(rows, list) or not rows:
        raise CallsProblem(f"not a list of calls: {file} holds none")
    try:
        return [_call(f"call {i}", row) for i, row in enumerate(rows, 1)]
    except NotWellFormed as wrong:
        raise CallsProblem(f"not a list of calls: {file}: {wrong}") from None


def _call(where: str, row: Any) -> Call:
    known = object_of(where, row)
    return {
        "from": address_of(f"{where}.from", known.get("from", NO_ADDRESS)),
        "to": address_of(f"{where}.to", known.get("to")),
        "data": bytes_of(f"{where}.data", known.get("data")),
    }


def _succeeds(node: Anvil, call: Call) -> bool:
    try:
        node.rpc("eth_call", call, "latest", timeout=CALL_SECONDS)
    except AnvilFailed:
        return False
    except OSError:
        raise RunFailed(f"no answer in {CALL_SECONDS:.0f} s to a call of {call['to']}") from None
    return True
