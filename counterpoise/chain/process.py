"""A chain in this process, block by block: what a local node does, a thousand times as often.

Simular wraps revm; what it runs costs the gas that Anvil's costs, to the unit. It says that a call
was reverted and not why, so a witness asks again: a contract that passes a call on, and hands back
what came.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from eth_abi.abi import decode

from counterpoise.chain.creation import Accounts, Creation, creations, without
from counterpoise.chain.node import Call, Receipt
from counterpoise.chain.reverts import decode as refusal_of
from counterpoise.errors import CounterpoiseError

if TYPE_CHECKING:
    from counterpoise.chain.local import LocalNode

try:
    from simular import PyAbi, PyEvm
except ImportError:  # It has no wheel for Python 3.12 and later.
    PyAbi = PyEvm = None

SPENT = re.compile(r"Gas used: (\d+)")
OUTSIDE = "0x" + "c0" * 20  # Who puts the witness there: nobody on the chain that was loaded.
ASK = "attempt(address,bytes)"
NUMBERS = frozenset(f"{sign}int{bits}" for sign in ("", "u") for bits in range(8, 257, 8))
# Deploys the rest: copy the bytes of the input, call the address with them, and return whether that
# succeeded and all that came back, as one string of bytes. A step a line.
WITNESS = bytes.fromhex(
    "602f8060095f395ff3"
    "604435"  # the length of the input
    "8060645f37"  # the input, copied
    "5f5f825f5f6004355af1"  # the call, with all the gas and no ether
    "604052"  # whether it succeeded
    "60205f52"  # where the string begins
    "3d6020016020 52"  # its length
    "3d5f60603e"  # what came back
    "3d607f01601f1916"  # all of it, in whole words
    "5ff3"
)


class EngineMissing(CounterpoiseError):
    """No EVM in process for this Python."""

    def __init__(self) -> None:
        super().__init__("no EVM in process: simular-evm needs Python 3.10 or 3.11; use Anvil")


class TimeWentBack(CounterpoiseError):
    """A block cannot be older than the one before."""

    def __init__(self, time: int, latest: int) -> None:
        super().__init__(f"a block at {time} after one at {latest}")


@dataclass(frozen=True, slots=True)
class Image:
    """All that a chain held at a block; it can be sent to another process, and kept."""

    accounts: str  # JSON, as a snapshot has them
    time: int  # {s}
    block: int
    people: tuple[str, ...]

    @classmethod
    def of(cls, node: LocalNode) -> Image:
        """All that a local node holds at its latest block."""
        (latest,) = node.ask(LATEST)
        time, block = int(latest["timestamp"], 16), int(latest["number"], 16)
        return cls(json.dumps(held_by(node)), time, block, tuple(node.accounts()))

    @classmethod
    def read(cls, text: str) -> Image:
        """What `text` has told."""
        head, accounts = text.split("\n", 1)
        time, block, people = json.loads(head)
        return cls(accounts, time, block, tuple(people))

    @property
    def text(self) -> str:
        """All of it: a line about the block, and the accounts."""
        return f"{json.dumps([self.time, self.block, self.people])}\n{self.accounts}"


@dataclass(slots=True)
class ProcessNode:
    """An EVM with a state, whose blocks are made by `mine` alone."""

    evm: Any
    time: int  # {s}, the latest block's
    block: int
    people: list[str]
    _open: bool = False  # a block that `expect` began
    _witness: str = field(init=False)

    def __post_init__(self) -> None:
        self.evm.create_account(OUTSIDE, 0)
        build = PyAbi.from_abi_bytecode("[]", WITNESS)
        self._witness = self.evm.deploy("()", OUTSIDE, 0, build)

    @classmethod
    def of(cls, node: LocalNode) -> ProcessNode:
        """All that a local node holds at its latest block. Raises `EngineMissing`."""
        return cls.at(Image.of(node))

    @classmethod
    def load(cls, text: str) -> ProcessNode:
        """What another one has dumped. Raises `EngineMissing`."""
        return cls.at(Image.read(text))

    @classmethod
    def at(cls, image: Image) -> ProcessNode:
        """The chain of that image, as often as it is asked for. Raises `EngineMissing`."""
        if PyEvm is None:
            raise EngineMissing
        accounts = json.loads(image.accounts)
        made = creations(accounts)
        head = {"source": "Memory", "block_num": image.block, "timestamp": image.time}
        evm = PyEvm.from_snapshot(json.dumps(head | {"accounts": without(accounts, made)}))
        for creator in dict.fromkeys(it.creator for it in made):
            mine = [it for it in made if it.creator == creator]
            _create(evm, creator, mine, accounts[creator]["nonce"])
        return cls(evm, image.time, image.block, list(image.people))

    def dump(self) -> str:
        """All of it at its latest block, but for the witness; `load` takes it."""
        accounts = json.loads(self.evm.create_snapshot())["accounts"]
        theirs = {k: it for k, it in accounts.items() if k not in (OUTSIDE, self._witness.lower())}
        return Image(json.dumps(theirs), self.time, self.block, tuple(self.people)).text

    def accounts(self) -> list[str]:
        return self.people

    def read(self, kinds: Sequence[str], *calls: Call) -> list[tuple[Any, ...]]:
        """What views answer now, decoded as these types. Raises the `Refusal` of one."""
        return [self._read(tuple(kinds), call) for call in calls]

    def expect(self, time: int) -> None:
        """The next block's time {s}; views see it already."""
        if self._open and time == self.time:
            return
        if time <= self.time:
            raise TimeWentBack(time, self.time)
        self.evm.advance_block(time - self.time)
        self.time, self.block, self._open = time, self.block + 1, True

    def mine(self, time: int, *calls: Call) -> list[Receipt]:
        """One block at that time {s} with these calls in their order."""
        self._close(time)
        return [self._send(call) for call in calls]

    def must(self, time: int, *calls: Call) -> list[Receipt]:
        """As `mine`; raises the `Refusal` of the first call that the chain reverts, and stops."""
        self._close(time)
        return [self._sent(call) for call in calls]

    def attempt(self, call: Call) -> tuple[bool, bytes]:
        """Whether a call would succeed now, if anybody sent it, and what it brings or why not."""
        words = f"({call.to},{call.data})"
        name, abi = _function(ASK, ("bytes",))
        said = bytes(self.evm.call(name, words, self._witness, abi))
        return said[31] == 1, said[32:]

    def _close(self, time: int) -> None:
        """Begins the block of that time where nobody has; the next one is another."""
        self.expect(time)
        self._open = False

    def _read(self, kinds: tuple[str, ...], call: Call) -> tuple[Any, ...]:
        if NUMBERS.issuperset(kinds):
            with suppress(RuntimeError):  # It was reverted: the witness knows why.
                return self._numbers(kinds, call)
        good, said = self.attempt(call)
        if not good:
            raise refusal_of(said)
        return decode(kinds, said)

    def _numbers(self, kinds: tuple[str, ...], call: Call) -> tuple[int, ...]:
        """The same without the witness, in a fifth of the time."""
        name, abi = _function(call.signature, kinds)
        said = self.evm.call(name, _text(call.inputs), call.to, abi)
        return tuple(said) if len(kinds) > 1 else (said,)

    def _sent(self, call: Call) -> Receipt:
        receipt = self._send(call)
        if not receipt.succeeded:
            raise refusal_of(self.attempt(call)[1])
        return receipt

    def _send(self, call: Call) -> Receipt:
        name, abi = _function(call.signature)
        try:
            done = self.evm.transact(name, _text(call.inputs), call.sender, call.to, 0, abi)
        except RuntimeError as error:
            return Receipt(False, _spent(error), self.block)
        return Receipt(True, done.gas_used, self.block)


def _create(evm: Any, creator: str, made: Sequence[Creation], nonce: int) -> None:
    """All that an account has created, each as its old transaction, up to its nonce."""
    by_nonce = {it.nonce: it for it in made}
    for k in range(nonce):
        if k in by_nonce:
            build = PyAbi.from_abi_bytecode("[]", by_nonce[k].constructor)
            evm.deploy("()", creator, 0, build)
        else:
            evm.transfer(creator, creator, 0)


DUMP: tuple[str, list[Any]] = ("anvil_dumpState", [])
LATEST: tuple[str, list[Any]] = ("eth_getBlockByNumber", ["latest", False])


def held_by(node: LocalNode) -> Accounts:
    """Each account of a local node: nonce, balance, code and storage."""
    (raw,) = node.ask(DUMP)
    accounts: Accounts = json.loads(gzip.decompress(bytes.fromhex(raw[2:])))["accounts"]
    return accounts


def _spent(error: RuntimeError) -> int:
    """{gas} of a call that was reverted; raises what was no revert."""
    found = SPENT.search(str(error))
    if found is None:
        raise error
    return int(found[1])


@cache
def _function(signature: str, kinds: tuple[str, ...] = ()) -> tuple[str, Any]:
    """Its name, and what simular has to know of it."""
    returns = f" ({','.join(kinds)})" if kinds else ""
    abi = PyAbi.from_human_readable([f"function {signature}{returns}"])
    return signature.partition("(")[0], abi


def _text(value: Any) -> str:
    """A value as simular reads it."""
    match value:
        case tuple():
            return f"({','.join(map(_text, value))})"
        case list():
            return f"[{','.join(map(_text, value))}]"
        case bytes():
            return f"0x{value.hex()}"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
