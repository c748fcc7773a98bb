"""Where mainnet's state comes from: a node of the user's, or a file that was recorded.

MAINNET_RPC_URL names the node, and MAINNET_BLOCK the block; MAINNET_STATE names another file.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from counterpoise.fork.file import read
from counterpoise.fork.recorder import recorder_of
from counterpoise.fork.source import Recorded, Source
from tests.fork.mainnet import CONSTANTS

ROOT = Path(__file__).resolve().parents[2]
BLOCK = 15_538_827
FILE = ROOT.parent / "shared" / "data" / "mainnet" / f"{BLOCK}.json.gz"
NO_STATE = "no mainnet state"
BEFORE = BLOCK - 1  # The file is the state that the block began with, which is the one before's.


def source() -> Source:
    """The node's state or the file's; where there is neither, the test that asks skips.

    A file that is named must be there.
    """
    url = os.environ.get("MAINNET_RPC_URL")
    if url:
        return recorder_of(url, int(os.environ.get("MAINNET_BLOCK", BEFORE)))
    file = Path(os.environ.get("MAINNET_STATE") or FILE)
    if file == FILE and not file.is_file():
        pytest.skip(f"{NO_STATE}: MAINNET_RPC_URL is not set, and {file} is not there")
    return Recorded(read(file).with_slots(CONSTANTS))


def is_recorded_block(source: Source) -> bool:
    """Whether the figures of that one file hold."""
    return isinstance(source, Recorded) and source.state.number == BLOCK
