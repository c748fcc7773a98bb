"""The address book: one JSON file a deployment, written after every step so that it resumes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brownie import chain, web3

from scripts.deploy.parameters import Fields, Mismatch, first_difference, read, require_equal
from scripts.deploy.project import bound, deploy

PLACEHOLDER = re.compile("0{32,}")  # Where an immutable goes, the compiler leaves zeros.


@dataclass
class AddressBook:
    """What stands where, and what it was made from. Without a path it is kept in memory alone."""

    name: str
    parameters: dict[str, Any]
    chain_id: int
    path: Path | None = None
    contracts: dict[str, dict[str, Any]] = field(default_factory=dict)
    addresses: dict[str, Any] = field(default_factory=dict)

    def ensure(
        self,
        label: str,
        artifact: Any,
        arguments: list[Any],
        deployer: Any,
        trial: Callable[[Any], None] | None = None,
    ) -> Any:
        """The contract of that label: deployed now, or found with its code and arguments.

        Where a trial raises, the new contract is not written down, and so tried again.
        """
        entry = self.contracts.get(label)
        if entry:
            require_equal(f"{label}.arguments", entry["arguments"], _plain(arguments))
            require_code(label, entry["address"], runtime_of(artifact))
            return bound(artifact, entry["address"])
        address = deploy(artifact, arguments, deployer)
        contract = bound(artifact, address)
        if trial:
            trial(contract)
        self._add(label, artifact._name, address, arguments)
        return contract

    def _add(self, label: str, contract: str, address: str, arguments: list[Any]) -> None:
        self.contracts[label] = {
            "contract": contract,
            "address": address,
            "arguments": _plain(arguments),
            "block": chain.height,
        }
        self.save()

    def save(self) -> None:
        """Write the file whole, or not at all."""
        if not self.path:
            return
        draft = self.path.with_suffix(".part")
        draft.write_text(json.dumps(self.as_json(), indent=2) + "\n")
        draft.replace(self.path)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "chainId": self.chain_id,
            "block": max((entry["block"] for entry in self.contracts.values()), default=0),
            "parametersHash": hash_of(self.parameters),
            "addresses": self.addresses,
            "contracts": self.contracts,
            "parameters": self.parameters,
        }


def open_book(parameters: dict[str, Any], path: Path | None = None) -> AddressBook:
    """The book of these parameters; refuses one of another chain or of other parameters."""
    name = str(parameters.get("name", "unnamed"))
    book = AddressBook(name, parameters, chain.id, path)
    if path is None or not path.exists():
        return book
    old = Fields(read(path), path.name)
    require_equal(f"{path.name}: chainId", old.whole("chainId"), book.chain_id)
    difference = first_difference(old.group("parameters").data, parameters)
    if difference:
        where, was, now = difference
        raise Mismatch(f"{path.name}: parameters.{where}", json.dumps(was), json.dumps(now))
    require_equal(f"{path.name}: parametersHash", hash_of(parameters), old.text("parametersHash"))
    book.contracts, book.addresses = (
        dict(old.group(key).data) for key in ("contracts", "addresses")
    )
    return book


def hash_of(parameters: dict[str, Any]) -> str:
    """keccak256 of the parameters as canonical JSON."""
    text = json.dumps(parameters, sort_keys=True, separators=(",", ":"))
    return str(web3.keccak(text=text).to_0x_hex())


def code_at(address: str) -> str:
    """The code at an address, in hexadecimal without 0x; empty where there is none."""
    return bytes(web3.eth.get_code(address)).hex()


def runtime_of(artifact: Any) -> str:
    """The runtime code an artifact promises, with zeros for its immutables."""
    return str(artifact._build["deployedBytecode"]).removeprefix("0x")


def require_code(field_name: str, address: str, runtime: str | None = None) -> None:
    """Raise `Mismatch` unless code stands there, and the expected one, immutables aside."""
    code = code_at(address)
    if not code:
        raise Mismatch(f"{field_name}.address", f"code at {address}", "none")
    if runtime is not None and not is_code(code, runtime):
        raise Mismatch(f"{field_name}.code", "the code of this build", f"another at {address}")


def is_code(code: str, runtime: str) -> bool:
    """Whether both are equal wherever the promised code is not an immutable's placeholder."""
    if len(code) != len(runtime):
        return False
    start = 0
    for gap in PLACEHOLDER.finditer(runtime):
        if code[start : gap.start()] != runtime[start : gap.start()]:
            return False
        start = gap.end()
    return code[start:] == runtime[start:]


def _plain(value: Any) -> Any:
    """Arguments as JSON keeps them: integers beyond 2^53 as strings."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
