"""Runs a command beside a fresh Anvil, found at $COUNTERPOISE_RPC; ends with its exit code.

python -m tools.on_anvil brownie run bench --network counterpoise
"""

from __future__ import annotations

import os
import subprocess
import sys

from counterpoise.chain.anvil import Anvil

ARGUMENTS = ("--base-fee", "0", "--hardfork", "cancun", "--gas-limit", "100000000")
BLOCK_TIME = 12  # {s}, as Ethereum's: within one second Uniswap skips work.


def main(command: list[str]) -> int:
    with Anvil(args=ARGUMENTS) as node:
        node.rpc("anvil_setBlockTimestampInterval", BLOCK_TIME)
        process = subprocess.Popen(command, env={**os.environ, "COUNTERPOISE_RPC": node.url})
        try:
            return process.wait()
        finally:
            process.kill()  # Nothing for one that has ended.
            process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
