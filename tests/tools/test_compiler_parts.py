"""The compiler on two threads: it says what it says on one."""

import json
import os
import subprocess
from typing import Any

from tools.standard import SHIM, settings

HEAD = "// SPDX-License-Identifier: MIT\npragma solidity 0.8.30;\n"
BASE = "abstract contract Base { uint256 immutable _it; constructor(uint256 it) { _it = it; } }"
CHILD = (
    "contract Child is Base(7) { function it() external view returns (uint256) { return _it; } }"
)
USER = "contract User { function make() external returns (Child) { return new Child(); } }"
WORDS = "".join(
    f"sstore({i}, {2**255 + i * 7919**17})" for i in range(800)
)  # 36 bytes of code each
SOURCES = {
    "Base.sol": HEAD + BASE,
    "Child.sol": HEAD + 'import "Base.sol";' + CHILD,
    "User.sol": HEAD + 'import "Child.sol";' + USER,
    "Token.sol": HEAD + 'import "@openzeppelin/contracts/utils/Context.sol";',
    "Large.sol": HEAD + f"contract Large {{ fallback() external {{ assembly {{ {WORDS} }} }} }}",
}
OUTPUTS = {"*": {"*": ["abi", "evm.bytecode", "evm.deployedBytecode"], "": ["ast"]}}
TOO_LARGE = "5574"  # solc's number for code beyond 24,576 bytes


def compiled(sources: dict[str, str], threads: int) -> Any:
    request = {
        "language": "Solidity",
        "sources": {name: {"content": text} for name, text in sources.items()},
        "settings": settings() | {"optimizer": {"enabled": False}, "outputSelection": OUTPUTS},
    }
    done = subprocess.run(
        ["node", str(SHIM), "--standard-json"],
        input=json.dumps(request),
        env=os.environ | {"SOLC_THREADS": str(threads)},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_all_that_is_compiled_is_the_same():
    """Code with a base's immutables, a contract within a contract, imports, ids, and warnings."""
    one, two = compiled(SOURCES, 1), compiled(SOURCES, 2)

    assert one["contracts"]["User.sol"]["User"]["evm"]["bytecode"]["object"]
    assert set(one["sources"]) > set(SOURCES)
    assert [it["errorCode"] for it in one["errors"]] == [TOO_LARGE]
    assert two == one
    assert list(two["contracts"]) == list(one["contracts"])


def test_an_error_is_told_once():
    bad = SOURCES | {"Bad.sol": HEAD + "contract C { D d; }"}

    (said,) = compiled(bad, 2)["errors"]

    assert said["severity"] == "error"
    assert said["message"] == "Identifier not found or not unique."
