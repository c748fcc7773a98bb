"""An EVM in process, and a caller on it that hands back what a revert said."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from eth_abi import decode, encode
from eth_utils.abi import (
    abi_to_signature,
    function_signature_to_4byte_selector,
    get_abi_input_names,
    get_abi_input_types,
    get_abi_output_types,
)
from simular import PyAbi, PyEvm

from counterpoise.errors import Refusal, refusal

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "build" / "contracts"
UNISWAP = ROOT / "node_modules" / "@uniswap"
OUTSIDER = "0x" + "11" * 20
BUILT_IN = {
    "Panic(uint256)": ("Panic", ("code",)),
    "MulDivFailed()": ("MulDivFailed", ()),
    "FullMulDivFailed()": ("FullMulDivFailed", ()),
    "Error(string)": ("Error", ("words",)),
}


@cache
def artifact(name: str) -> dict[str, Any]:
    """A contract of this project by its name, or one of Uniswap's as it was published."""
    v2, v3 = UNISWAP / "v2-core" / "build", UNISWAP / "v3-core" / "artifacts" / "contracts"
    published = (v2 / f"{name}.json", v3 / f"{name}.sol" / f"{name}.json")
    found = next((it for it in published if it.is_file()), ARTIFACTS / f"{name}.json")
    return json.loads(found.read_text())


@cache
def errors() -> dict[bytes, tuple[str, tuple[str, ...], list[str]]]:
    """Each selector's name, fields and types, over all the contracts."""
    found = {}
    for signature, (name, names) in BUILT_IN.items():
        types = [it for it in signature[len(name) + 1 : -1].split(",") if it]
        found[function_signature_to_4byte_selector(signature)] = (name, names, types)
    for path in ARTIFACTS.glob("*.json"):
        for entry in artifact(path.stem)["abi"]:
            if entry["type"] == "error":
                row = entry["name"], tuple(get_abi_input_names(entry)), get_abi_input_types(entry)
                found[function_signature_to_4byte_selector(abi_to_signature(entry))] = row
    return found


def refused(data: bytes) -> Refusal:
    name, names, types = errors()[data[:4]]
    return refusal(name, dict(zip(names, decode(types, data[4:]), strict=True)))


@dataclass
class Chain:
    """Deploys, asks and tells; a revert comes back as the refusal that it carries."""

    evm: PyEvm = field(default_factory=PyEvm)

    def __post_init__(self) -> None:
        built = artifact("MockCaller")
        self.abi = PyAbi.from_abi_bytecode(json.dumps(built["abi"]), _code(built))
        self.evm.create_account(OUTSIDER, 10**20)
        self.caller = self.evm.deploy("()", OUTSIDER, 0, self.abi)

    def deploy(self, name: str, *values: Any) -> str:
        built = artifact(name)
        inputs = [entry for entry in built["abi"] if entry["type"] == "constructor"]
        data = encode(get_abi_input_types(inputs[0]), values) if inputs else b""
        outcome = self._transact("create", f"(0x{(_code(built) + data).hex()})")
        success, reason, account = decode(["bool", "bytes", "address"], outcome)
        if not success:
            raise refused(reason)
        return str(account)

    def person(self) -> str:
        """The address of somebody else, to be named as the one by whom something is said."""
        return str(self.evm.deploy("()", OUTSIDER, 0, self.abi)).lower()

    def ask(self, name: str, account: str, function: str, *values: Any, by: str = "") -> Any:
        """What a function answers to a person; nothing is kept."""
        outcome = self._call("attempt", attempt(account, encoded(name, function, values)), by)
        return _answered(name, function, outcome)

    def tell(self, name: str, account: str, function: str, *values: Any, by: str = "") -> Any:
        """The same, and its effects are kept."""
        outcome = self._transact("attempt", attempt(account, encoded(name, function, values)), by)
        return _answered(name, function, outcome)

    def time(self) -> int:
        """{s}, the next block's."""
        return int(self.evm.call("time", "()", self.caller, self.abi))

    def _call(self, function: str, values: str, by: str = "") -> bytes:
        return bytes(self.evm.call(function, values, by or self.caller, self.abi))

    def _transact(self, function: str, values: str, by: str = "") -> bytes:
        to = by or self.caller
        return bytes(self.evm.transact(function, values, OUTSIDER, to, 0, self.abi).output)


def encoded(name: str, function: str, values: Any) -> bytes:
    """The data of a call."""
    selector, types, _ = _function(name, function)
    return bytes(selector + encode(types, values))


def attempt(account: str, data: bytes) -> str:
    return f"({account},0x{data.hex()})"


def _answered(name: str, function: str, outcome: bytes) -> Any:
    success, result = decode(["bool", "bytes"], outcome)
    if not success:
        raise refused(result)
    answer = decode(_function(name, function)[2], result)
    return answer[0] if len(answer) == 1 else answer or None


def _code(built: dict[str, Any]) -> bytes:
    return bytes.fromhex(built["bytecode"].removeprefix("0x"))


@cache
def _function(name: str, function: str) -> tuple[bytes, list[str], list[str]]:
    """Its selector, and the types of what it takes and of what it answers."""
    entry = next(it for it in artifact(name)["abi"] if it.get("name") == function)
    selector = function_signature_to_4byte_selector(abi_to_signature(entry))
    return selector, get_abi_input_types(entry), get_abi_output_types(entry)


def said(speak: Callable[..., Any], *values: Any) -> Any:
    """What was answered, or the name and the numbers of what was refused."""
    try:
        return _plain(speak(*values))
    except Refusal as spoken:
        return _plain(spoken)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes) and value[:4] in errors():
        value = refused(value)  # a refusal within a refusal
    if isinstance(value, Refusal):
        return value.name, [_plain(number) for number in value.fields.values()]
    if isinstance(value, bytes):
        return value.rstrip(b"\0").decode(errors="backslashreplace")
    if isinstance(value, str):
        return value.lower() if value.startswith("0x") else value
    return [_plain(entry) for entry in value] if isinstance(value, list | tuple) else value
